from django.urls import path

from cases.staff import invitations, members, roles

urlpatterns = [
    path("staff/<int:pk>/", members.member, name="member"),
    path("staff/<int:pk>/sessions/end/", members.end_all_sessions, name="end_all_sessions"),
    path(
        "staff/<int:pk>/sessions/<int:session>/end/", members.end_members_session, name="end_members_session"
    ),
    path("staff/<int:pk>/password-link/", members.password_link, name="password_link"),
    path("staff/<int:pk>/second-factor-reset/", members.AskReset.as_view(), name="ask_second_factor_reset"),
    path("staff/second-factor-resets/<int:pk>/", members.ResetPage.as_view(), name="second_factor_reset"),
    path("staff/second-factor-resets/<int:pk>/link/", members.second_factor_link, name="second_factor_link"),
    path("staff/<int:pk>/role/", roles.AskRoleChange.as_view(), name="ask_role_change"),
    path("staff/role-changes/<int:pk>/", roles.RoleChangePage.as_view(), name="role_change"),
    path("staff/invitations/add/", invitations.Invite.as_view(), name="invite"),
    path("staff/invitations/<int:pk>/", invitations.InvitationPage.as_view(), name="invitation"),
    path("staff/invitations/<int:pk>/link/", invitations.invitation_link, name="invitation_link"),
    path("staff/invitations/<int:pk>/withdraw/", invitations.invitation_withdraw, name="invitation_withdraw"),
]
