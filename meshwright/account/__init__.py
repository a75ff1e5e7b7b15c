"""An account as it is, beside what the definitions want of it: read with boto3, from AWS and from the sandbox alike."""
