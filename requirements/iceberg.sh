#!/bin/sh
# Fetches Iceberg for Spark 3.5 into Maven's local repository, where the tests marked spark look for it.
# The version is that of AWS Glue 5.1.
set -eu
exec mvn --batch-mode --quiet dependency:get \
    -Dartifact=org.apache.iceberg:iceberg-spark-runtime-3.5_2.12:1.10.0 -Dtransitive=false
