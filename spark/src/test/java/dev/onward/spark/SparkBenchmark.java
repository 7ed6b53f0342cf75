package dev.onward.spark;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The rows per second of the banknote model, beside ONNX Runtime alone in the same blocks of the same Spark. Prints and
 * asserts nothing: machines differ. src/test/python/benchmark.py compares with MLflow.
 */
@Tag("bench")
class SparkBenchmark {

    private static final int TURNS = Integer.getInteger("onward.turns", 7);
    private static final long ROWS = Integer.getInteger("onward.rows", 2_000_000);

    private interface Subject {

        Dataset<Row> over(Dataset<Row> rows);
    }

    @Test
    void comparedWithTheRuntimeOnOneAndTwoExecutors() throws Exception {
        for (int executors = 1; executors <= 2; executors++) {
            Map<String, String> settings = Map.of(
                    "spark.jars",
                    "",
                    "spark.executor.extraClassPath",
                    Cluster.JAR + ":" + System.getProperty("onward.spark.classes"));
            try (SparkSession spark = Cluster.start(executors, settings)) {
                OnwardModel model = OnwardModel.load(spark, Cluster.MODEL.toString());
                byte[] file = Files.readAllBytes(Cluster.MODEL);
                Dataset<Row> rows = spark.range(0, ROWS, 1, 8)
                        .selectExpr(
                                "sin(id) * 5 AS variance",
                                "cos(id) * 9 AS skewness",
                                "sin(id * 7) * 3 AS curtosis",
                                "cos(id * 3) AS entropy")
                        .cache();
                rows.count();
                measure(
                        executors + " executors: ",
                        rows,
                        Map.entry("runtime alone", input -> bare(input, file)),
                        Map.entry("transform", model::transform),
                        Map.entry("rows alone", SparkBenchmark::rowsAlone),
                        Map.entry("nothing", input -> input));
            }
        }
    }

    /** The subjects take turns. */
    @SafeVarargs
    private static void measure(String where, Dataset<Row> rows, Map.Entry<String, Subject>... subjects) {
        double[][] seconds = new double[subjects.length][TURNS];
        for (int turn = -2; turn < TURNS; turn++) {
            for (int i = 0; i < subjects.length; i++) {
                long start = System.nanoTime();
                subjects[i]
                        .getValue()
                        .over(rows)
                        .write()
                        .format("noop")
                        .mode("overwrite")
                        .save();
                if (turn >= 0) {
                    seconds[i][turn] = (System.nanoTime() - start) / 1e9;
                }
            }
        }
        Arrays.stream(seconds).forEach(Arrays::sort);
        for (int i = 0; i < subjects.length; i++) {
            System.out.printf(
                    Locale.ROOT,
                    "%s%s: %,.0f rows/s (median of %d turns; %.2f to %.2f s), %.2f times the runtime%n",
                    where,
                    subjects[i].getKey(),
                    ROWS / seconds[i][TURNS / 2],
                    TURNS,
                    seconds[i][0],
                    seconds[i][TURNS - 1],
                    seconds[0][TURNS / 2] / seconds[i][TURNS / 2]);
        }
    }

    private static StructType output(Dataset<Row> rows) {
        return rows.schema()
                .add("label", DataTypes.StringType)
                .add("probability_0", DataTypes.FloatType)
                .add("probability_1", DataTypes.FloatType);
    }

    /** The columns of a prediction without a model: what Spark takes to hand out rows and take them back. */
    private static Dataset<Row> rowsAlone(Dataset<Row> rows) {
        MapFunction<Row, Row> widen =
                row -> RowFactory.create(row.get(0), row.get(1), row.get(2), row.get(3), "0", 1f, 0f);
        return rows.map(widen, Encoders.row(output(rows)));
    }

    private static Dataset<Row> bare(Dataset<Row> rows, byte[] file) {
        return rows.mapPartitions(new Bare(file), Encoders.row(output(rows)));
    }

    /** ONNX Runtime in blocks of the same size, without any check. */
    private static final class Bare implements MapPartitionsFunction<Row, Row> {

        private static final int BLOCK = 4096;
        private static final List<String> NAMES = List.of("variance", "skewness", "curtosis", "entropy");

        private final byte[] file;

        Bare(byte[] file) {
            this.file = file;
        }

        @Override
        public Iterator<Row> call(Iterator<Row> rows) throws OrtException {
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                options.setIntraOpNumThreads(1);
                options.setInterOpNumThreads(1);
                OrtSession session = environment.createSession(file, options);
                return new Iterator<>() {
                    private Iterator<Row> block = List.<Row>of().iterator();

                    @Override
                    public boolean hasNext() {
                        if (!block.hasNext() && rows.hasNext()) {
                            try {
                                block = predict(environment, session, rows).iterator();
                            } catch (OrtException e) {
                                throw new IllegalStateException(e);
                            }
                        }
                        return block.hasNext();
                    }

                    @Override
                    public Row next() {
                        return block.next();
                    }
                };
            }
        }

        private static List<Row> predict(OrtEnvironment environment, OrtSession session, Iterator<Row> rows)
                throws OrtException {
            List<Row> block = new ArrayList<>(BLOCK);
            while (block.size() < BLOCK && rows.hasNext()) {
                block.add(rows.next());
            }
            Map<String, OnnxTensor> inputs = new HashMap<>();
            try {
                for (int i = 0; i < NAMES.size(); i++) {
                    FloatBuffer column = ByteBuffer.allocateDirect(Float.BYTES * block.size())
                            .order(ByteOrder.nativeOrder())
                            .asFloatBuffer();
                    for (int row = 0; row < block.size(); row++) {
                        column.put(row, (float) block.get(row).getDouble(i));
                    }
                    inputs.put(
                            NAMES.get(i), OnnxTensor.createTensor(environment, column, new long[] {block.size(), 1}));
                }
                try (OrtSession.Result result = session.run(inputs)) {
                    String[] labels = (String[]) result.get(0).getValue();
                    FloatBuffer probabilities = ((OnnxTensor) result.get(1)).getFloatBuffer();
                    List<Row> out = new ArrayList<>(block.size());
                    for (int row = 0; row < block.size(); row++) {
                        Row in = block.get(row);
                        out.add(RowFactory.create(
                                in.get(0),
                                in.get(1),
                                in.get(2),
                                in.get(3),
                                labels[row],
                                probabilities.get(2 * row),
                                probabilities.get(2 * row + 1)));
                    }
                    return out;
                }
            } finally {
                inputs.values().forEach(OnnxTensor::close);
            }
        }
    }
}
