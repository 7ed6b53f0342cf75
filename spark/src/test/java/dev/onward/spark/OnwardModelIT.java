package dev.onward.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.onward.OnwardException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every version of Spark must do, with two executors. */
@Tag("spark")
@Tag("basic")
class OnwardModelIT {

    private static final StructType NOTES =
            StructType.fromDDL("id bigint, variance double, skewness float, curtosis decimal(10, 5), entropy string");

    private static SparkSession spark;
    private static OnwardModel model;

    @BeforeAll
    static void start() {
        spark = Cluster.shared();
        model = OnwardModel.load(spark, Cluster.MODEL.toString());
    }

    private static Dataset<Row> notes() {
        return spark.createDataFrame(
                List.of(
                        RowFactory.create(1L, 3.6216, 8.6661f, new BigDecimal("-2.80730"), "-0.44699"),
                        RowFactory.create(2L, -1.3971, 3.3191f, new BigDecimal("-1.39270"), " -1.9948 "),
                        RowFactory.create(3L, null, 3.3191f, new BigDecimal("-1.39270"), "low"),
                        RowFactory.create(4L, Double.NaN, 1f, new BigDecimal("1.00000"), null)),
                NOTES);
    }

    @Test
    void addsPredictionsAndErrorsToTheColumns() {
        Dataset<Row> scored = model.transform(notes());

        assertThat(scored.schema().simpleString())
                .isEqualTo("struct<id:bigint,variance:double,skewness:float,curtosis:decimal(10,5),entropy:string,"
                        + "label:string,probability_0:float,probability_1:float,error:string>");
        assertThat(scored.select("id", "label", "probability_1", "error").collectAsList())
                .containsExactly(
                        RowFactory.create(1L, "0", 1.6867053E-6f, null),
                        RowFactory.create(2L, "1", 0.99848896f, null),
                        RowFactory.create(
                                3L,
                                null,
                                null,
                                "variance: expected a number, got null; entropy: expected a number, got \"low\""),
                        RowFactory.create(
                                4L,
                                null,
                                null,
                                "variance: expected a number, got \"NaN\"; entropy: expected a number, got nothing"));
        Dataset<Row> withoutNan = notes().withColumn("variance", functions.expr("nanvl(variance, NULL)"));
        assertThat(model.transform(withoutNan).select("error").collectAsList().get(3))
                .isEqualTo(RowFactory.create(
                        "variance: expected a number, got null; entropy: expected a number, got nothing"));
        assertThat(scored.select("variance", "skewness", "curtosis", "entropy").collectAsList())
                .isEqualTo(notes().drop("id").collectAsList());
    }

    /** In the order of the features or not, with other columns between them, and in another case. */
    @Test
    void findsColumnsByTheirNames() {
        Dataset<Row> moved = notes().select(
                        functions.col("entropy"),
                        functions.array(functions.col("id")).as("ids"),
                        functions.col("variance").as("Variance"),
                        functions.col("curtosis"),
                        functions.current_timestamp().as("now"),
                        functions.col("skewness"));

        assertThat(model.transform(moved).select("label").collectAsList())
                .isEqualTo(model.transform(notes()).select("label").collectAsList());
    }

    @Test
    void refusesASchemaWithAllProblemsBeforeAnyJob() {
        Cluster.Jobs jobs = new Cluster.Jobs();
        spark.sparkContext().addSparkListener(jobs);
        Dataset<Row> rows = spark.range(1_000_000_000L)
                .selectExpr(
                        "true AS variance",
                        "id AS skewnes",
                        "current_date() AS curtosis",
                        "'0' AS entropy",
                        "'0' AS entropy",
                        "id AS Label");

        Instant start = Instant.now();
        OnwardException e = catchThrowableOfType(OnwardException.class, () -> model.transform(rows));
        Duration time = Duration.between(start, Instant.now());

        assertThat(e.problems())
                .containsExactly(
                        "skewness: expected a column with this name, found \"skewnes\"",
                        "column \"Label\" has the same name as an output column; rename it",
                        "variance: expected a column of numbers, or of strings with numbers, found one of the type"
                                + " boolean; convert it with a cast to double",
                        "curtosis: expected a column of numbers, or of strings with numbers, found one of the type"
                                + " date; convert it with a cast to double",
                        "entropy: expected one column with this name, found 2");
        assertThat(time).isLessThan(Duration.ofSeconds(2));
        assertThat(jobs.begun()).isZero();
        // The listener works.
        assertThat(notes().count()).isEqualTo(4);
        JavaSparkContext.fromSparkContext(spark.sparkContext()).sc().removeSparkListener(jobs);
        assertThat(jobs.begun()).isPositive();
    }

    @Test
    void explains() {
        List<Row> explained = model.withExplanations(2)
                .transform(notes())
                .select("contribution_variance", "contribution_entropy", "reasons", "error")
                .collectAsList();

        assertThat(explained.get(0).getDouble(0)).isCloseTo(10.382, within(0.001));
        assertThat(explained.get(0).getDouble(1)).isCloseTo(-0.224, within(0.001));
        assertThat(explained.get(0).getString(2))
                .isEqualTo("skewness = 8.6661 raises the log-odds of genuine by 12.7; curtosis = -2.8073 lowers the"
                        + " log-odds of genuine by 11.7");
        assertThat(explained.get(0).isNullAt(3)).isTrue();
        assertThat(explained.get(2).isNullAt(0)).isTrue();
        assertThat(explained.get(2).isNullAt(2)).isTrue();
        assertThat(explained.get(2).getString(3)).startsWith("variance: ");
        assertThat(model.withExplanations(0).transform(notes()).columns()).doesNotContain("reasons");
    }

    @Test
    void predictsInSql() {
        spark.udf().register("onward", model.udf());
        notes().createOrReplaceTempView("notes");

        List<Row> rows = spark.sql("SELECT id, p.* FROM (SELECT id, onward(struct(*)) AS p FROM notes)")
                .collectAsList();

        assertThat(rows)
                .isEqualTo(model.transform(notes())
                        .drop("variance", "skewness", "curtosis", "entropy")
                        .collectAsList());
        assertThatThrownBy(() -> spark.sql("SELECT onward(struct(variance, skewness)) FROM notes")
                        .collectAsList())
                .hasStackTraceContaining("curtosis: expected a column with this name, found none; entropy: expected");
    }

    /** Doubles, several values, outputs by name, text and missing values. */
    @Test
    void hasTheTypesOfTheModel() {
        assertThat(types("sklearn-double-classifier", "1.7e9 AS f0, 16.4D AS f1"))
                .containsEntry("label", "string")
                .containsEntry("probability_early", "double");
        assertThat(types("sklearn-mixed-missing", "86.0D AS age, NULL AS income, 'Lima' AS city, '' AS plan"))
                .containsEntry("label", "string");
        assertThat(types(
                        "sklearn-multi-output",
                        IntStream.range(0, 10).mapToObj(i -> i + " AS f" + i).collect(Collectors.joining(", "))))
                .containsEntry("variable_2", "float")
                .doesNotContainKey("label");
        assertThat(types("pytorch-logits", "1D AS f0, 1D AS f1, 1D AS f2, 1D AS f3"))
                .containsEntry("logits_0", "float");
    }

    /** The types of the output columns, after a row has been predicted with them. */
    private static Map<String, String> types(String name, String row) {
        OnwardModel other = OnwardModel.load(spark, interop(name));
        Dataset<Row> scored = other.transform(spark.sql("SELECT " + row));
        Row first = scored.collectAsList().get(0);
        assertThat(first.isNullAt(first.size() - 1)).as(first.toString()).isTrue();
        Map<String, String> types = new LinkedHashMap<>();
        Arrays.stream(scored.schema().fields())
                .forEach(field -> types.put(field.name(), field.dataType().simpleString()));
        return types;
    }

    private static String interop(String name) {
        return Path.of("src/test/resources/interop", name, "model.onnx")
                .toAbsolutePath()
                .toString();
    }

    @Test
    void opensAFileOnceForEachExecutor() {
        OnwardModel again = OnwardModel.load(spark, Cluster.MODEL.toString());
        Dataset<Row> many = notes().crossJoin(spark.range(1000).toDF("copy")).repartition(8);
        assertThat(again.transform(many).count()).isEqualTo(4000);
        assertThat(model.transform(many).count()).isEqualTo(4000);

        List<Integer> opened = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(Collections.nCopies(8, 0), 8)
                .mapPartitions(new OpenModels())
                .collect();

        assertThat(opened).hasSize(8).containsOnly(1);
    }

    @Test
    void checksEveryExecutor() {
        List<Row> findings = OnwardModel.check(spark).collectAsList();

        Map<String, List<Row>> executors = findings.stream().collect(Collectors.groupingBy(row -> row.getString(0)));
        assertThat(executors).hasSize(2);
        assertThat(executors.values()).allSatisfy(found -> {
            assertThat(found).extracting(row -> row.getString(2)).doesNotContain("not ok");
            assertThat(found)
                    .extracting(row -> row.getString(3))
                    .containsExactly("Java", "system", "memory", "temporary folder", "ONNX Runtime", "text");
            assertThat(found.get(1).getString(4)).contains("glibc 2.");
            assertThat(found.get(4).getString(4)).isEqualTo("1.28.0");
        });
    }

    @Test
    void saysWhyAModelCannotBeLoaded() {
        assertThatThrownBy(() -> OnwardModel.load(
                        spark, Path.of("modle.onnx").toAbsolutePath().toString()))
                .isInstanceOf(OnwardException.class)
                .hasMessageEndingWith(
                        "/modle.onnx: expected a model file, found no file, did you mean \"model.onnx\"?");
        assertThatThrownBy(() -> OnwardModel.load(
                        spark, Path.of("data/banknote.csv").toAbsolutePath().toString()))
                .isInstanceOf(OnwardException.class)
                .hasMessageContaining("banknote.csv: ");
        assertThatThrownBy(() -> OnwardModel.load(spark, interop("pytorch-image")))
                .isInstanceOf(OnwardException.class)
                .hasMessageContaining("not a model of tabular data");
        assertThatThrownBy(() -> OnwardModel.load(spark, interop("pytorch-external")))
                .isInstanceOf(OnwardException.class)
                .hasMessageContaining("expected all data in the model file");
        OnwardModel unexplained = OnwardModel.load(spark, interop("sklearn-mixed-missing"));
        assertThatThrownBy(() -> unexplained.withExplanations(3))
                .isInstanceOf(OnwardException.class)
                .hasMessageContaining("annotate model.onnx --data train.csv");
        assertThatThrownBy(() -> model.withExplanations(101))
                .hasMessage("reasons: expected a number from 0 to 100, got 101");
    }
}
