"""The mesh in real accounts: Pulumi's own engine, driven through its Automation API on the project's ``Pulumi.yaml``.

Whatever this does, plain ``pulumi`` does as well: same program, same stacks, same state.
"""
