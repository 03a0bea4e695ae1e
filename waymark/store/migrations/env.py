"""Alembic's entry: it runs the migrations in the transaction that `waymark.store.upgrade` has begun."""

from alembic import context

from waymark.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
