"""The sandbox: an AWS account on this machine, and the desired graph made true in it.

``server`` runs the account, ``realise`` makes graphs true in it, ``resources`` says how each resource type becomes
API calls, ``extensions`` adds to moto what it lacks.
"""
