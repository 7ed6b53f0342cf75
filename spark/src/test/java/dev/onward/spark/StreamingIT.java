package dev.onward.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Structured Streaming, stopped and started again from its checkpoint. */
@Tag("spark")
@Tag("basic")
class StreamingIT {

    private static final int FILES = 12;
    private static final int ROWS = 500;
    private static final String COLUMNS =
            "id bigint, variance double, skewness double, curtosis double, entropy double";

    private static SparkSession spark;

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void start() {
        spark = Cluster.shared();
    }

    @Test
    void losesAndDoublesNoRowWhenRestarted() throws Exception {
        Path in = Files.createDirectory(folder.resolve("in"));
        for (int file = 0; file < FILES; file++) {
            write(in, file);
        }
        Batches batches = new Batches();
        spark.streams().addListener(batches);
        StreamingQuery first = query(in, Trigger.ProcessingTime(0));
        assertThat(batches.some.await(5, TimeUnit.MINUTES)).isTrue();
        // While the next batch is running.
        first.stop();
        spark.streams().removeListener(batches);
        long before = written().count();
        assertThat(before).isPositive().isLessThan(FILES * ROWS);
        write(in, FILES);

        query(in, Trigger.AvailableNow()).awaitTermination();

        long all = (FILES + 1L) * ROWS;
        assertThat(written().count()).isEqualTo(all);
        assertThat(written().select("id").distinct().count()).isEqualTo(all);
        assertThat(written().where("error IS NOT NULL").count()).isEqualTo(FILES + 1);
        assertThat(written().where("label IS NULL").count()).isEqualTo(FILES + 1);
    }

    /** Waits for some batches, each of which has a file. */
    private static final class Batches extends StreamingQueryListener {

        private final CountDownLatch some = new CountDownLatch(FILES / 4);

        @Override
        public void onQueryStarted(QueryStartedEvent event) {}

        @Override
        public void onQueryProgress(QueryProgressEvent event) {
            some.countDown();
        }

        @Override
        public void onQueryTerminated(QueryTerminatedEvent event) {}
    }

    /** A file of rows, of which one is bad. */
    private static void write(Path in, int file) throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int row = 0; row < ROWS; row++) {
            long id = (long) file * ROWS + row;
            rows.append("{\"id\": ").append(id).append(row == 7 ? "" : ", \"variance\": 0." + row);
            rows.append(", \"skewness\": 1.5, \"curtosis\": 0.1, \"entropy\": -1}\n");
        }
        Path temporary = Files.createTempFile(in.getParent(), "rows", ".json");
        Files.writeString(temporary, rows);
        Files.move(temporary, in.resolve(file + ".json"));
    }

    private StreamingQuery query(Path in, Trigger trigger) throws TimeoutException, StreamingQueryException {
        // DataStreamWriter.option(String, String) has other types in Spark 3.5 and 4.
        spark.conf()
                .set(
                        "spark.sql.streaming.checkpointLocation",
                        folder.resolve("checkpoint").toString());
        OnwardModel model = OnwardModel.load(spark, Cluster.MODEL.toString());
        Dataset<Row> rows = spark.readStream()
                .schema(COLUMNS)
                .option("maxFilesPerTrigger", 1)
                .json(in.toString());
        return model.transform(rows)
                .writeStream()
                .format("parquet")
                .queryName("notes")
                .trigger(trigger)
                .start(folder.resolve("out").toString());
    }

    private Dataset<Row> written() {
        return spark.read().parquet(folder.resolve("out").toString());
    }
}
