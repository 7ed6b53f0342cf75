"""Compares onward-spark with mlflow.pyfunc.spark_udf on the banknote model: the same rows, the same Spark, in turns.

Measures also what neither of them can avoid: reading the rows, and for MLflow sending them to Python and back.
Needs pyspark, mlflow-skinny, onnxruntime, pandas and pyarrow in one environment:

    python spark/src/test/python/benchmark.py spark/target/onward-spark.jar model.onnx [ROWS]
"""

import os
import statistics
import sys
import tempfile
import time

import mlflow
import pandas
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import pandas_udf, struct

TURNS = 5
FEATURES = ["variance", "skewness", "curtosis", "entropy"]


class Model(mlflow.pyfunc.PythonModel):
    """What mlflow.onnx does, which would install the whole of MLflow: a session, and a run for each data frame."""

    def load_context(self, context):
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(context.artifacts["model"], options)

    def predict(self, context, model_input, params=None):
        inputs = {name: model_input[[name]].to_numpy("float32") for name in FEATURES}
        return self.session.run(["probabilities"], inputs)[0][:, 1].astype("float64")


def first_column(people: pandas.DataFrame) -> pandas.Series:
    """No model: the rows are sent to Python, and a column of them back."""
    return people["variance"]


def seconds(frame):
    start = time.perf_counter()
    frame.write.format("noop").mode("overwrite").save()
    return time.perf_counter() - start


def main():
    # The executors need the packages of this Python.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    jar, file = sys.argv[1:3]
    rows = int(sys.argv[3]) if len(sys.argv) > 3 else 1_000_000
    spark = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.jars", jar)
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    people = spark.range(0, rows, 1, 8).selectExpr(
        "sin(id) * 5 AS variance", "cos(id) * 9 AS skewness", "sin(id * 7) * 3 AS curtosis", "cos(id * 3) AS entropy"
    )
    people = people.cache()
    people.count()
    onward = spark._jvm.dev.onward.spark.OnwardModel.load(spark._jsparkSession, file)
    folder = tempfile.mkdtemp() + "/model"
    mlflow.pyfunc.save_model(folder, python_model=Model(), artifacts={"model": file}, pip_requirements=[])
    udf = mlflow.pyfunc.spark_udf(spark, folder, result_type="double", env_manager="local")
    sent = pandas_udf(first_column, "double")
    subjects = {
        "onward": lambda: DataFrame(onward.transform(people._jdf), spark),
        "mlflow.pyfunc.spark_udf": lambda: people.withColumn("probability", udf(struct(*FEATURES))),
        "rows sent to Python and back": lambda: people.withColumn("sent", sent(struct(*FEATURES))),
        "nothing": lambda: people,
    }
    times = {name: [] for name in subjects}
    for turn in range(-1, TURNS):
        for name, frame in subjects.items():
            taken = seconds(frame())
            if turn >= 0:
                times[name].append(taken)
    first = statistics.median(times["onward"])
    for name, taken in times.items():
        median = statistics.median(taken)
        print(
            f"{name}: {rows / median:,.0f} rows/s, {1e6 * median / rows:.2f} us a row ({min(taken):.2f} to"
            f" {max(taken):.2f} s), {median / first:.1f} times onward's time"
        )
    spark.stop()


main()
