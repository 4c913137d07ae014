"""Accounts, roles, keys, invitations, devices: one function, one act, one transaction."""

from .accounts import (
    UsernameTaken,
    assign,
    close_account,
    create_staff,
    issue_api_token,
    revoke_api_token,
    set_password,
    unassign,
)
from .devices import (
    PairingUnknown,
    begin_pairing,
    confirm_pairing,
    look_at_pairing,
    register_device,
    revoke_device,
)
from .invitations import InvitationGone, accept_invitation, invite_staff, withdraw_invitation

__all__ = [
    "InvitationGone",
    "PairingUnknown",
    "UsernameTaken",
    "accept_invitation",
    "assign",
    "begin_pairing",
    "close_account",
    "confirm_pairing",
    "create_staff",
    "invite_staff",
    "issue_api_token",
    "look_at_pairing",
    "register_device",
    "revoke_api_token",
    "revoke_device",
    "set_password",
    "unassign",
    "withdraw_invitation",
]
