"""The one account that the sandbox plays."""

ACCOUNT = "123456789012"
"""Account id: AWS's documentation example, and what moto answers for any credentials."""
REGION = "eu-west-1"
PARTITION = "aws"
FOLDER = ".mesh"
"""The sandbox's own folder in the project root; not under version control."""
