"""Databases, jobs and what belongs to them; tables have a file of their own."""

from typing import Any

from .kind import Inputs, Kind


class Database(Kind):
    """A database: requests describe it within one member."""

    def parameters(self, operation_name: str, inputs: Inputs) -> dict[str, Any]:
        """Catalog and tags stand beside the description; so does the name of what is updated."""
        own = self.own(inputs)
        beside: dict[str, Any] = {n: own.pop(n) for n in ("catalogId", "tags") if n in own}
        name = {"name": own["name"]} if operation_name == self.updates else {}
        return self.request(operation_name, {**beside, **name, "databaseInput": own})


class Job(Kind):
    """A job: updating describes it within one member."""

    def own(self, inputs: Inputs) -> dict[str, Any]:
        """Connections stand in a structure."""
        kept = dict(super().own(inputs))
        if "connections" in kept:
            kept["connections"] = {"connections": kept["connections"]}
        return kept

    def parameters(self, operation_name: str, inputs: Inputs) -> dict[str, Any]:
        """The name of what is updated stands beside."""
        own = self.own(inputs)
        if operation_name != self.updates:
            return self.request(operation_name, own)
        request = self.request(self.creates, {n: v for n, v in own.items() if n not in ("name", "tags")})
        return {"JobName": own["name"], "JobUpdate": request}


KINDS = (
    Database(
        token="aws:glue/catalogDatabase:CatalogDatabase",
        id="{account}:{name}",
        key={"name": "Name", "catalogId": "CatalogId"},
        service="glue",
        creates="create_database",
        updates="update_database",
        deletes="delete_database",
        reads="get_database",
        outputs={"arn": "arn:{partition}:glue:{region}:{account}:database/{name}", "catalogId": "{account}"},
        tagging=("tag_resource", "untag_resource"),
    ),
    Kind(
        token="aws:glue/catalogTableOptimizer:CatalogTableOptimizer",
        id="{catalogId},{databaseName},{tableName},{type}",
        key={"catalogId": "CatalogId", "databaseName": "DatabaseName", "tableName": "TableName", "type": "Type"},
        service="glue",
        creates="create_table_optimizer",
        updates="update_table_optimizer",
        deletes="delete_table_optimizer",
        reads="get_table_optimizer",
        names={"configuration": "TableOptimizerConfiguration"},
    ),
    Kind(
        token="aws:glue/securityConfiguration:SecurityConfiguration",
        id="{name}",
        key={"name": "Name"},
        service="glue",
        creates="create_security_configuration",
        deletes="delete_security_configuration",
        reads="get_security_configuration",
    ),
    Job(
        token="aws:glue/job:Job",
        id="{name}",
        key={"name": "JobName"},
        service="glue",
        creates="create_job",
        updates="update_job",
        deletes="delete_job",
        reads="get_job",
        names={"roleArn": "Role"},
        outputs={"arn": "arn:{partition}:glue:{region}:{account}:job/{name}"},
        tagging=("tag_resource", "untag_resource"),
    ),
    Kind(
        token="aws:glue/dataQualityRuleset:DataQualityRuleset",
        id="{name}",
        key={"name": "Name"},
        service="glue",
        creates="create_data_quality_ruleset",
        updates="update_data_quality_ruleset",
        deletes="delete_data_quality_ruleset",
        reads="get_data_quality_ruleset",
        outputs={"arn": "arn:{partition}:glue:{region}:{account}:dataQualityRuleset/{name}"},
        tagging=("tag_resource", "untag_resource"),
    ),
)
