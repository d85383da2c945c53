"""`filter(number__any_of=numbers)`: one of many values, sent as one array."""

from django.db.models import Field, Lookup


@Field.register_lookup
class AnyOf(Lookup):
    """As `in`, which has a place in the statement for each value: of a thousand, writing them takes longer than the answer."""

    lookup_name = "any_of"
    prepare_rhs = False

    def get_db_prep_lookup(self, value, connection):
        return "%s", [list(value)]

    def as_sql(self, compiler, connection):
        column, of_column = self.process_lhs(compiler, connection)
        array, of_array = self.process_rhs(compiler, connection)
        return f"{column} = ANY({array})", [*of_column, *of_array]
