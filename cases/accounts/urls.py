"""The pages of accounts that exist: allauth's or ours, each named here, and no others of allauth."""

from allauth.account import views as door
from allauth.mfa.base import views as factor
from django.urls import path, re_path

from cases.accounts import enrolment, keys, own, setting_up, views

urlpatterns = [
    path("accounts/login/", views.SignIn.as_view(), name="account_login"),
    path("accounts/login/code/", factor.authenticate, name="mfa_authenticate"),
    path("accounts/logout/", views.SignOut.as_view(), name="account_logout"),
    path("accounts/inactive/", door.account_inactive, name="account_inactive"),
    path("accounts/signup/", door.signup, name="account_signup"),
    path("accounts/confirm/", door.reauthenticate, name="account_reauthenticate"),
    path("accounts/confirm/code/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("accounts/password/change/", own.NewPassword.as_view(), name="account_change_password"),
    path("accounts/password/reset/", door.password_reset, name="account_reset_password"),
    path("accounts/password/reset/done/", door.password_reset_done, name="account_reset_password_done"),
    path(
        "accounts/password/reset/key/done/",
        door.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        own.ResetFromLink.as_view(),
        name="account_reset_password_from_key",
    ),
    path("accounts/second-factor/", enrolment.Enrol.as_view(), name="mfa_activate_totp"),
    path("accounts/second-factor/keys/add/", keys.Add.as_view(), name="mfa_add_webauthn"),
    path("accounts/second-factor/keys/<int:pk>/remove/", keys.remove, name="remove_key"),
    path("accounts/recovery-codes/", enrolment.NewCodes.as_view(), name="recovery_codes"),
    path("accounts/set-up/", setting_up.SetUp.as_view(), name="set_up"),
    path("accounts/set-up/<str:token>/", setting_up.set_up_link, name="set_up_link"),
    path("account/", own.account, name="account"),
    path("account/sessions/end/", own.end_others, name="end_other_sessions"),
    path("account/sessions/<int:pk>/end/", own.end_one, name="end_session"),
]
