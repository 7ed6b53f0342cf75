package dev.onward.csv;

import dev.onward.details.PredictionDetails;
import dev.onward.model.Matrix;
import dev.onward.model.Prediction;
import dev.onward.model.card.Value;
import dev.onward.table.Column;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.io.NumberOutput;

/**
 * Writes predictions as CSV: the cells of the input unchanged, then {@code label} and {@code probability_<label>}…, or
 * {@code value}, or one column per output, then the requested details, and finally {@code error}.
 */
final class CsvPredictionWriter implements PredictionWriter {

    private static final String ERROR = "error";

    private final CsvOutput csv;
    private final boolean decimalComma;
    private final int inputWidth;
    private final int predictionWidth;
    private final CsvDetails details;
    private final CellText cellText = new CellText();

    /**
     * Writes the header line.
     *
     * @param out not closed
     * @param header the names of the input's columns
     * @param columns from {@link #columns}
     * @param details the columns of the requested details, which are among those
     */
    CsvPredictionWriter(
            OutputStream out,
            char separator,
            boolean decimalComma,
            List<String> header,
            List<String> columns,
            CsvDetails details) {
        this.csv = new CsvOutput(out, separator, decimalComma);
        this.decimalComma = decimalComma;
        this.inputWidth = header.size();
        this.predictionWidth = columns.size() - 1;
        this.details = details;
        header.forEach(csv::cell);
        columns.forEach(csv::cell);
        csv.endLine();
    }

    /**
     * Returns the names of the columns that predictions of this kind add to their input; the last one is for errors.
     */
    static List<String> columns(Prediction prediction, CsvDetails details) {
        List<String> columns = new ArrayList<>(prediction.match(
                CsvPredictionWriter::columns, CsvPredictionWriter::columns, Prediction.Outputs::names));
        columns.addAll(details.columns());
        columns.add(ERROR);
        return columns;
    }

    private static List<String> columns(Prediction.Classes classes) {
        List<String> columns = new ArrayList<>(List.of("label"));
        String prefix = classes.areProbabilities() ? "probability_" : "score_";
        if (classes.scores().isPresent()) {
            classes.labels().forEach(label -> columns.add(prefix + label.name()));
        }
        return columns;
    }

    private static List<String> columns(Prediction.Values values) {
        List<String> names = values.values().stream().map(Value::name).toList();
        return names.size() == 1 ? List.of("value") : names;
    }

    /** Writes the cells that a prediction has for a row. */
    private interface CellWriter {
        void write(int row);
    }

    @Override
    public RowWriter rows(Prediction prediction, PredictionDetails rowDetails) {
        CellWriter writer = prediction.match(
                this::classes,
                values -> row -> writeNumbers(values.numbers(), row),
                outputs -> row -> outputs.columns().forEach(column -> csv.cell(text(column, row))));
        return (cells, row) -> {
            writeInput(cells);
            writer.write(row);
            details.write(rowDetails, row, csv::cell, this::number);
            csv.cell(prediction.reason(row).or(() -> rowDetails.problem(row)).orElse(""));
            csv.endLine();
        };
    }

    /** Encodes each label once. */
    private CellWriter classes(Prediction.Classes classes) {
        List<byte[]> labels = classes.labels().stream()
                .map(label -> csv.encoded(label.name()))
                .toList();
        return row -> {
            csv.cell(labels.get(classes.position(row)));
            if (classes.scores().isPresent()) {
                writeNumbers(classes.scores().get(), row);
            }
        };
    }

    @Override
    public void writeProblem(List<String> cells, String problem) {
        writeInput(cells);
        for (int i = 0; i < predictionWidth; i++) {
            csv.cell("");
        }
        csv.cell(problem);
        csv.endLine();
    }

    @Override
    public void close() {
        csv.flush();
    }

    /** Adds cells to a short row and cuts a long one, so that the columns after them stay aligned. */
    private void writeInput(List<String> cells) {
        if (cells.size() == inputWidth && cells instanceof PlainCells plain) {
            plain.write(csv);
            return;
        }
        for (int i = 0; i < inputWidth; i++) {
            csv.cell(i < cells.size() ? cells.get(i) : "");
        }
    }

    private void writeNumbers(Matrix matrix, int row) {
        for (int i = 0; i < matrix.columns(); i++) {
            if (matrix.isSingle()) {
                csv.number((float) matrix.get(row, i));
            } else {
                csv.number(matrix.get(row, i));
            }
        }
    }

    /** Returns a cell as text. */
    String text(Column column, int row) {
        return column.map(row, cellText);
    }

    private final class CellText implements Column.CellMapper<String> {

        @Override
        public String missing() {
            return "";
        }

        @Override
        public String number(double value) {
            return Double.isFinite(value) ? CsvPredictionWriter.this.number(value) : "";
        }

        @Override
        public String integer(long value) {
            return Long.toString(value);
        }

        @Override
        public String bool(boolean value) {
            return Boolean.toString(value);
        }

        @Override
        public String string(String value) {
            return value;
        }
    }

    /** Returns a finite number as text. */
    private String number(double value) {
        String number = NumberOutput.toString(value, true);
        return decimalComma ? number.replace('.', ',') : number;
    }
}
