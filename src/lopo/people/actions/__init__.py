"""Accounts, roles, keys, invitations, devices: one function, one act, one transaction."""

from .accounts import (
    RolesApart,
    UsernameTaken,
    assign,
    charge,
    check_roles_together,
    close_account,
    create_staff,
    discharge,
    issue_api_token,
    revoke_api_token,
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
from .factors import reset_second_factor, tell_of_reset
from .invitations import InvitationGone, accept_invitation, invite_staff, withdraw_invitation
from .password_links import (
    PasswordLinkGone,
    make_password_link,
    tell_of_password_link,
    use_password_link,
)
from .passwords import check_new_password, rule_in_words, set_password
from .sessions import begin_session, end_other_sessions, end_session, see_session
from .tidying import tidy

__all__ = [
    "InvitationGone",
    "PairingUnknown",
    "PasswordLinkGone",
    "RolesApart",
    "UsernameTaken",
    "accept_invitation",
    "assign",
    "begin_pairing",
    "begin_session",
    "charge",
    "check_new_password",
    "check_roles_together",
    "close_account",
    "confirm_pairing",
    "create_staff",
    "discharge",
    "end_other_sessions",
    "end_session",
    "invite_staff",
    "issue_api_token",
    "look_at_pairing",
    "make_password_link",
    "register_device",
    "reset_second_factor",
    "revoke_api_token",
    "revoke_device",
    "rule_in_words",
    "see_session",
    "set_password",
    "tell_of_password_link",
    "tell_of_reset",
    "tidy",
    "unassign",
    "use_password_link",
    "withdraw_invitation",
]
