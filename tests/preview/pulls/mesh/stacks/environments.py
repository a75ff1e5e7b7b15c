"""Where the mesh is built: in dev nothing that holds data is deleted, in lab what is retired."""

from meshwright import Environment

environments = [
    Environment("lab", account="111122223333", region="eu-west-1", deployer="mesh-deployer", deletes="retired"),
    Environment("dev", account="444455556666", region="eu-west-1", deployer="mesh-deployer"),
]
