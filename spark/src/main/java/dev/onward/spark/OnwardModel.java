package dev.onward.spark;

import dev.onward.OnwardException;
import dev.onward.details.CsvColumns;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/**
 * A model that predicts the rows of Spark's datasets on the executors, each of which opens it once. Immutable, and as
 * long usable as its session.
 *
 * <p>Predictions are the columns that the command {@code score} adds to a CSV file: {@code label} with {@code
 * probability_<label>}… or {@code score_<label>}…, or {@code value}, or the model's outputs by their names, and in the
 * end {@code error}. Numbers are floats if the model's are, and doubles otherwise. A row that cannot be predicted has the
 * reason in {@code error}, and null in the other columns.
 */
public final class OnwardModel {

    private final Scoring scoring;

    private OnwardModel(Scoring scoring) {
        this.scoring = scoring;
    }

    /**
     * Reads a file on the driver, and broadcasts it. It is checked before the native runtime sees it, must fit its
     * card, if it has one, and must reproduce the card's golden rows: here, and on each executor.
     *
     * @param file a path or URI as Spark's readers take, with all data of the model
     * @throws OnwardException if there is no such file, it fails a check, or its model does not take rows of a table
     */
    public static OnwardModel load(SparkSession spark, String file) {
        return new OnwardModel(Scoring.of(BroadcastModel.read(spark, file)));
    }

    /**
     * The same model, which also explains its predictions: with the columns {@code contribution_<feature>}…, doubles,
     * and {@code reasons}. They are exact for linear models and trees; for others, each may take many predictions.
     *
     * @param reasons the number of largest contributions in {@code reasons}, in words; 0 to 100, 0 for no such column
     * @throws OnwardException if the model's card has no reference data, or the number is not in this range
     */
    public OnwardModel withExplanations(int reasons) {
        if (reasons < 0 || reasons > CsvColumns.MAX_REASONS) {
            throw new OnwardException(
                    List.of("reasons: expected a number from 0 to " + CsvColumns.MAX_REASONS + ", got " + reasons));
        }
        return new OnwardModel(scoring.withExplanations(reasons));
    }

    /**
     * Adds the predictions to the columns of a dataset, which may be a streaming one. Columns belong to the features of
     * the same names; a feature without one takes the only column whose name differs in upper and lower case. Numbers
     * and booleans are values, strings are read as the cells of a CSV file, and null is a missing value. The rows keep
     * their order and their partitions.
     *
     * @throws OnwardException before any job, with every feature without a column, and every column whose name or type
     *     does not fit
     */
    public Dataset<Row> transform(Dataset<Row> rows) {
        return transform(rows, scoring, null);
    }

    /** The predictions for the lines of CSV files, with all numbers as text. */
    Dataset<Row> transform(Dataset<Row> rows, CsvLines lines) {
        return transform(rows, scoring.asText(), lines);
    }

    private static Dataset<Row> transform(Dataset<Row> rows, Scoring scoring, @Nullable CsvLines lines) {
        OutputColumns outputs = scoring.outputs();
        FeatureBinding binding = FeatureBinding.of(rows.schema(), scoring.schema(), outputs.names());
        int inputWidth = lines == null ? rows.schema().size() : lines.header().size();
        List<StructField> fields =
                new ArrayList<>(List.of(rows.schema().fields()).subList(0, inputWidth));
        fields.addAll(outputs.fields());
        return rows.mapPartitions(
                new BlockFunction(scoring, binding, inputWidth, lines),
                Encoders.row(DataTypes.createStructType(fields)));
    }

    /**
     * A function for SQL, from a struct of columns to a struct of the predictions:
     *
     * <pre>
     * spark.udf().register("onward", model.udf());
     * spark.sql("SELECT id, onward(struct(*)).label FROM people");
     * </pre>
     *
     * It predicts row by row, which takes longer than {@link #transform}. SQL knows the columns only while the query
     * runs: if they do not fit the model, the query fails with an {@link OnwardException}. The result for null is null.
     */
    public UserDefinedFunction udf() {
        return functions.udf(
                new RowFunction(scoring),
                DataTypes.createStructType(scoring.outputs().fields()));
    }

    /**
     * Asks every executor that is there whether it can run models: its Java, system, C library, memory and temporary
     * folder, and ONNX Runtime, which must be loaded once. Runs a short job.
     *
     * @return the columns {@code executor}, {@code host}, {@code result} ("ok", "note" or "not ok"), {@code subject}
     *     and {@code finding}; one row for each finding
     */
    public static Dataset<Row> check(SparkSession spark) {
        return ExecutorCheck.run(spark);
    }

    /** The labels that the model predicts; empty if there are none or they are not known. */
    List<String> labels() {
        return scoring.labels();
    }

    /** The name and version of the model, and the digest of its file. */
    String description() {
        return scoring.model().name() + ", version " + scoring.model().version() + ", SHA-256 "
                + scoring.model().sha256();
    }
}
