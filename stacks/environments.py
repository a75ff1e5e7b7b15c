"""Where the mesh is built: one AWS account and region for each environment."""

from meshwright import Environment

environments = [
    Environment("sandbox", account="123456789012", region="eu-west-1"),
    Environment("dev", account="111122223333", region="eu-west-1", deployer="mesh-deployer"),
    Environment("prod", account="444455556666", region="eu-west-1", deployer="mesh-deployer"),
]
