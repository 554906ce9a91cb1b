"""Case tables of other projects, translated into policies and run through the real pipeline.

`python -m tests.peers FOLDER` reads the tables of a folder; what they are is said by each module.
None of them is in this repository: `tests/peers/miniature` holds a few of the same forms, made
here.
"""
