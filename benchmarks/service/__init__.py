"""From chats and orders to measures: hand-written SQL, polars and the engine on the same files."""
