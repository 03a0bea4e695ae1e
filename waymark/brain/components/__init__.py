"""The parts of the pipeline in config.yml, one class per file, in this order:

SafetyAssessor, TopicEntities, IntentReader, CardRanker, QuestionnaireAnswers, ToolMoves.
"""
