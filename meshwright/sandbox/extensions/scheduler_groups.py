"""Schedule groups: moto makes one twice, emptying the first, and crashes where one is missing."""

import json

from moto.scheduler.responses import EventBridgeSchedulerResponse

from .extending import Refused, extend, patch


class Groups(EventBridgeSchedulerResponse):
    """Operations on groups, and the one that needs a group."""

    def create_schedule_group(self) -> str:
        """CreateScheduleGroup."""
        name = self.uri.split("?")[0].split("/")[-1]
        if name in self.scheduler_backend.schedule_groups:
            raise Refused("ConflictException", f"Schedule group {name} already exists.")
        group = self.scheduler_backend.create_schedule_group(name=name, tags=self._get_param("Tags"))
        return json.dumps({"ScheduleGroupArn": group.arn})

    def delete_schedule_group(self) -> str:
        """DeleteScheduleGroup."""
        name = self.uri.split("?")[0].split("/")[-1]
        self.scheduler_backend.get_schedule_group(name)
        self.scheduler_backend.delete_schedule_group(name)
        return "{}"


def install() -> None:
    """Replace moto's operations."""
    extend(Groups, replaces=["create_schedule_group", "delete_schedule_group"])
    _check_group_of_schedules()


def _check_group_of_schedules() -> None:
    def create_schedule(self: EventBridgeSchedulerResponse) -> str:
        self.scheduler_backend.get_schedule_group(self._get_param("GroupName"))
        return str(create(self))

    create = patch(EventBridgeSchedulerResponse, "create_schedule", create_schedule)
