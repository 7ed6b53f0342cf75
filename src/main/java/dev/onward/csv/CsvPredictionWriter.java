package dev.onward.csv;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.onward.model.Matrix;
import dev.onward.model.Prediction;
import dev.onward.model.card.Value;
import dev.onward.table.Column;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import tools.jackson.core.io.NumberOutput;

/**
 * Answers as CSV: every cell of the input as it came, then {@code label} and {@code probability_<label>}…, or
 * {@code value}, or one column for each output, and last {@code error}.
 */
final class CsvPredictionWriter implements PredictionWriter {

    private static final String ERROR = "error";

    private final CsvWriter csv;
    private final boolean decimalComma;
    private final int width;
    private final int answerWidth;
    private final CellText cells = new CellText();

    /** Writes the header line; the stream is not closed. */
    CsvPredictionWriter(OutputStream out, char separator, boolean decimalComma, List<String> header, List<String> columns) {
        this.csv = CsvWriter.builder().fieldSeparator(separator).build(out);
        this.decimalComma = decimalComma;
        this.width = header.size();
        this.answerWidth = columns.size() - 1;
        List<String> names = new ArrayList<>(header);
        names.addAll(columns);
        csv.writeRecord(names);
    }

    /** The names of the columns that such a prediction adds to its input; the last is the error's. */
    static List<String> columns(Prediction prediction) {
        List<String> columns = new ArrayList<>();
        columns.addAll(prediction.match(CsvPredictionWriter::columns, CsvPredictionWriter::columns, Prediction.Outputs::names));
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

    @Override
    public void answer(List<String> cells, Prediction prediction, int row) {
        CsvWriter.CsvWriterRecord record = begin(cells);
        prediction
                .<IntConsumer>match(
                        classes -> i -> {
                            record.writeField(classes.label(i).name());
                            classes.scores().ifPresent(scores -> writeNumbers(record, scores, i));
                        },
                        values -> i -> writeNumbers(record, values.numbers(), i),
                        outputs -> i -> outputs.columns().forEach(column -> record.writeField(text(column, i))))
                .accept(row);
        record.writeField(prediction.reason(row).orElse(""));
        record.endRecord();
    }

    @Override
    public void fault(List<String> cells, String fault) {
        CsvWriter.CsvWriterRecord record = begin(cells);
        for (int i = 0; i < answerWidth; i++) {
            record.writeField("");
        }
        record.writeField(fault);
        record.endRecord();
    }

    @Override
    public void close() {
        try {
            csv.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A row with too few cells is filled up, and one with too many is cut, so that the answer's columns stay in line. */
    private CsvWriter.CsvWriterRecord begin(List<String> cells) {
        CsvWriter.CsvWriterRecord record = csv.writeRecord();
        for (int i = 0; i < width; i++) {
            record.writeField(i < cells.size() ? cells.get(i) : "");
        }
        return record;
    }

    private void writeNumbers(CsvWriter.CsvWriterRecord record, Matrix matrix, int row) {
        for (int i = 0; i < matrix.columns(); i++) {
            double value = matrix.get(row, i);
            String text =
                    matrix.isSingle() ? NumberOutput.toString((float) value, true) : NumberOutput.toString(value, true);
            record.writeField(number(Double.isFinite(value) ? text : ""));
        }
    }

    /** The cell as text; also the way in which a table that did not come from CSV becomes one. */
    String text(Column column, int row) {
        return column.map(row, cells);
    }

    private final class CellText implements Column.CellMapper<String> {

        @Override
        public String missing() {
            return "";
        }

        @Override
        public String number(double value) {
            return Double.isFinite(value) ? CsvPredictionWriter.this.number(NumberOutput.toString(value, true)) : "";
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

    private String number(String text) {
        return decimalComma ? text.replace('.', ',') : text;
    }
}
