"""The public door of people."""

from .actions import (
    RolesApart,
    UsernameTaken,
    assign,
    close_account,
    create_staff,
    issue_api_token,
    register_device,
    revoke_api_token,
    revoke_device,
    set_password,
    unassign,
)
from .models import Device, User
from .permissions import DEVICE_COOKIE, Principal, may, principal_of, require
from .queries import device_from_token, staff_from_token, user_by_username
from .rules import Permission, Role

__all__ = [
    "DEVICE_COOKIE",
    "Device",
    "Permission",
    "Principal",
    "Role",
    "RolesApart",
    "User",
    "UsernameTaken",
    "assign",
    "close_account",
    "create_staff",
    "device_from_token",
    "issue_api_token",
    "may",
    "principal_of",
    "register_device",
    "require",
    "revoke_api_token",
    "revoke_device",
    "set_password",
    "staff_from_token",
    "unassign",
    "user_by_username",
]
