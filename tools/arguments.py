"""Types of arguments that several tools take; each carries its limits and its JSON Schema `format`."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from pydantic import Field, GetJsonSchemaHandler, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema


@dataclass(frozen=True)
class Format:
    """Says in the JSON Schema what kind of text an argument is.

    `Field(json_schema_extra=...)` would get lost where LangChain makes a tool's schema for models.
    """

    name: str

    def __get_pydantic_json_schema__(self, schema: CoreSchema, describe: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Add it to the schema that the type has without it."""
        return {**describe(schema), "format": self.name}


MOST = 5000
"""No refund is larger, in pounds."""

Amount = Annotated[
    Decimal,
    Field(gt=0, le=MOST, decimal_places=2),
    # Pydantic describes a Decimal as "a number or a string that looks like one", which misleads models.
    WithJsonSchema({"type": "number", "format": "money", "exclusiveMinimum": 0, "maximum": MOST}),
]
Item = Annotated[str, Field(min_length=1, max_length=80)]
ChargeName = Annotated[str, Field(min_length=1, max_length=80)]
DeviceName = Annotated[str, Field(min_length=1, max_length=60)]
Street = Annotated[str, Field(min_length=3, max_length=120), Format("street-address")]
City = Annotated[str, Field(min_length=2, max_length=80), Format("town")]
Postcode = Annotated[str, Field(pattern=r"^ *[A-Za-z]{1,2}[0-9][A-Za-z0-9]? ?[0-9][A-Za-z]{2} *$"), Format("postcode")]
Email = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}$", max_length=254),
    Format("email"),
]
Phone = Annotated[str, Field(pattern=r"^\+?[0-9 ()-]{10,20}$", max_length=20), Format("phone")]
FreeText = Annotated[str, Field(min_length=3, max_length=500), Format("free-text")]
