package dev.onward.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The loss of an executor while it predicts. */
@Tag("spark")
class ExecutorLossIT {

    private static final int TASKS = 20;
    private static final long ROWS = Integer.getInteger("onward.rows", 1_000_000);

    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = Cluster.shared();
    }

    /** Kills an executor as soon as half of the tasks have ended. */
    private static final class Killer extends SparkListener {

        private final AtomicInteger ended = new AtomicInteger();
        private final AtomicInteger removed = new AtomicInteger();

        @Override
        public void onTaskEnd(SparkListenerTaskEnd task) {
            if (ended.incrementAndGet() == TASKS / 2) {
                Cluster.executors().get(0).destroyForcibly();
            }
        }

        @Override
        public void onExecutorRemoved(SparkListenerExecutorRemoved executor) {
            removed.incrementAndGet();
        }
    }

    @Test
    void hasTheSameResultWhenAnExecutorIsKilled() {
        OnwardModel model = OnwardModel.load(spark, Cluster.MODEL.toString());
        List<Row> expected = digest(model);
        assertThat(Cluster.executors()).hasSize(2);
        Killer killer = new Killer();
        spark.sparkContext().addSparkListener(killer);

        List<Row> result = digest(model);

        assertThat(killer.removed).hasPositiveValue();
        assertThat(killer.ended).hasValueGreaterThan(TASKS);
        assertThat(result).isEqualTo(expected);
    }

    /** Numbers that depend on each cell of all rows, bad ones among them. */
    private static List<Row> digest(OnwardModel model) {
        Dataset<Row> rows = spark.range(0, ROWS, 1, TASKS)
                .selectExpr(
                        "id",
                        "sin(id) * 5 AS variance",
                        "IF(id % 1000 = 7, NULL, cos(id) * 9) AS skewness",
                        "sin(id * 7) * 3 AS curtosis",
                        "cos(id * 3) AS entropy");
        return model.transform(rows)
                .selectExpr(
                        "count(*)",
                        "count(error)",
                        "sum(cast(hash(*) AS bigint))",
                        "bit_xor(xxhash64(id, label, probability_0, probability_1, error))")
                .collectAsList();
    }
}
