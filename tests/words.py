"""Words for made-up quotes that share none by accident."""

WORDS = tuple("amber basin cedar delta ember fjord grove haven inlet jetty knoll lagoon marsh notch ocean prairie quarry ridge shoal tundra".split())  # noqa: SIM905
