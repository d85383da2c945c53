from django.urls import path

from cases.glass import breaking, views

urlpatterns = [
    path("record/<str:reference>/open/", breaking.BreakGlass.as_view(), name="break_glass"),
    path("glass/", views.GlassBreakList.as_view(), name="glass_breaks"),
    path("glass/export/", views.GlassBreakExport.as_view(), name="glass_breaks_export"),
]
