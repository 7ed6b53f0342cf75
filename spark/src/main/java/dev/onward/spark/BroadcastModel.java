package dev.onward.spark;

import dev.onward.OnwardException;
import dev.onward.onnx.SizeLimit;
import dev.onward.onnx.guard.GuardLimits;
import dev.onward.runtime.ModelException;
import dev.onward.table.Sha256;
import dev.onward.table.Text;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/** The file of a model, which the driver has read and every executor receives once. Immutable. */
final class BroadcastModel implements Serializable {

    private final String origin;
    private final String sha256;
    private final Broadcast<byte[]> file;

    private BroadcastModel(String origin, String sha256, Broadcast<byte[]> file) {
        this.origin = origin;
        this.sha256 = sha256;
        this.file = file;
    }

    /**
     * Reads a file, and opens it on the driver before any executor receives it.
     *
     * @param file a path or URI for Hadoop's file systems, as Spark's readers take
     * @throws OnwardException if there is no such file, it fails a check, or its model does not take rows of a table
     */
    static BroadcastModel read(SparkSession spark, String file) {
        try {
            byte[] content = content(spark, file);
            String sha256 = Sha256.hex(content);
            OpenModel.of(sha256, () -> content, file).model().notTabularReason().ifPresent(reason -> {
                throw new ModelException(file + ": not a model of tabular data: " + reason);
            });
            JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
            return new BroadcastModel(file, sha256, context.broadcast(content));
        } catch (ModelException e) {
            throw new OnwardException(List.of(String.valueOf(e.getMessage())));
        }
    }

    private static byte[] content(SparkSession spark, String file) {
        try {
            Path path = new Path(file);
            FileSystem files = path.getFileSystem(spark.sparkContext().hadoopConfiguration());
            try {
                FileStatus status = files.getFileStatus(path);
                if (status.isDirectory()) {
                    throw new ModelException(file + ": expected a model file, found a folder");
                }
                new SizeLimit(GuardLimits.defaults().get(GuardLimits.Limit.BYTES), file).add(status.getLen());
                try (InputStream in = files.open(path)) {
                    return in.readAllBytes();
                }
            } catch (FileNotFoundException e) {
                throw new ModelException(file + ": expected a model file, found no file" + suggestion(files, path), e);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new ModelException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static String suggestion(FileSystem files, Path missing) throws IOException {
        Path folder = missing.getParent() == null ? new Path(Path.CUR_DIR) : missing.getParent();
        if (!files.exists(folder)) {
            return "";
        }
        List<String> names = Arrays.stream(files.listStatus(folder))
                .map(status -> status.getPath().getName())
                .toList();
        Optional<String> nearest = Text.nearest(missing.getName(), names);
        return Text.suggestion(nearest);
    }

    /** The model in this process, which opens it at the first call. */
    OpenModel open() {
        return OpenModel.of(sha256, file::value, origin);
    }
}
