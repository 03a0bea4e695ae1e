// @ts-check
/**
 * The shapes of version 1 of the HTTP interface, as types only.
 *
 * @typedef {"person" | "assistant" | "responder" | "system"} Sender
 * @typedef {"assistant" | "waiting" | "held"} State
 *
 * @typedef {{ name: string, call?: string | null, text?: string | null, chat?: string | null, hours?: string | null }} Line
 * @typedef {{ type: "paragraph", text: string }} Paragraph
 * @typedef {{ type: "heading", text: string }} Heading
 * @typedef {{ type: "list", items: string[] }} Bullets
 * @typedef {{ type: "steps", items: string[] }} Steps
 * @typedef {{ type: "table", columns: string[], rows: string[][] }} Table
 * @typedef {{ emergency: string, call: string, text: string, chat: string }} Ways
 * @typedef {{ type: "crisis", country: string, emergency: string | null, lines: Line[], ways?: Ways | null }} Crisis
 * @typedef {{ type: "chart", title: string, points: { at: string, value: number }[], minimum: number, maximum: number,
 *   summary: string, bands?: { first: number, last: number, label: string }[], marks?: { at: string, label: string }[] }} Chart
 * @typedef {{ type: "links", items: { title: string, url: string }[] }} Links
 * @typedef {{ name: string, label: string, options?: Button[], is_optional?: boolean, chosen?: string | null }} Question
 * @typedef {{ type: "form", id: string, title: string, text?: string, fields: Question[] }} Form
 * @typedef {Record<string, string>} Values what was chosen, by the name of the question
 * @typedef {{ type: "breathing", inhale: number, hold: number, exhale: number, rounds: number, text: string }} Breathing
 * @typedef {Paragraph | Heading | Bullets | Steps | Table | Crisis | Chart | Links | Form | Breathing} Block
 *
 * @typedef {{ title: string, value: string }} Button
 * @typedef {{ title: string, year: number, url: string }} Source
 * @typedef {{ level: string, response: "takeover" | "check_in" | "none" }} Safety
 * @typedef {{ id: string, from: Sender, text: string, blocks: Block[], buttons: Button[], cards: string[],
 *   sources: Source[], safety: Safety | null, asks: string | null, created_at: string }} Message
 *
 * @typedef {{ conversation_id: string, token: string, expires_at: string, state: State, messages: Message[] }} Opened
 * @typedef {{ messages: Message[], safety: Safety, state: State }} Answer
 * @typedef {{ conversation_id: string, state: State, messages: Message[], country: string } & Record<string, unknown>} Export
 * @typedef {{ id?: string, text: string } | { id?: string, button: string } |
 *   { id?: string, form: { id: string, values: Values } }} Said
 */

export {};
