"""Chats and orders through the SQL of the service rules, against the simulation and by hand."""
