"""The JSON documents that scripts rely on, as types: the shapes return them, and `docs/schemas` is made from them.

The program itself never loads these modules: a type costs a short command nothing. Keys are only ever added. The text
under a key describes it in the schema.
"""
