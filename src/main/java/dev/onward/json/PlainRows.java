package dev.onward.json;

import dev.onward.table.Schema;
import dev.onward.table.TableBuilder;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads rows for which no parser is needed, as most clients send them: objects by feature name, without escapes and
 * without a problem. Gives up at anything else; a parser then reads the whole text, so that only one reader has messages
 * and places for problems.
 *
 * <p>Not thread-safe.
 */
final class PlainRows {

    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private final PlainText text;
    private final Schema schema;
    private final int maxRows;
    private final TableBuilder builder;

    /**
     * For each feature, the text between its value and the next one in an earlier row; first the one at the start of a
     * row. Empty until there is a second row.
     */
    private byte[][] gaps = {};

    /** The features after the gaps. */
    private int[] followers = {};

    private PlainRows(PlainText text, Schema schema, RowLimits limits) {
        this.text = text;
        this.schema = schema;
        this.maxRows = limits.maxRows();
        this.builder = new TableBuilder(schema, limits.absentValues());
    }

    /**
     * Reads all rows; empty if it gave up.
     *
     * @param text in UTF-8
     */
    static Optional<JsonRows> read(byte[] text, Schema schema, RowLimits limits) {
        return new PlainRows(new PlainText(text), schema, limits).read();
    }

    private Optional<JsonRows> read() {
        int first = text.next();
        boolean isSingle = first == '{';
        if (isSingle) {
            builder.startRow(0);
        }
        boolean isPlain = isSingle ? row() : first == '[' && rows();
        return isPlain && text.next() < 0 ? Optional.of(new JsonRows(builder.build(), isSingle)) : Optional.empty();
    }

    private boolean rows() {
        int number = 0;
        do {
            text.moveTo(text.position() + 1);
            if (++number > maxRows || text.next() != '{') {
                return false;
            }
            if (number == 2) {
                gaps = new byte[schema.size() + 1][0];
                followers = new int[schema.size() + 1];
                builder.expectRows(rowsOf(text.position()));
            }
            builder.startRow(number);
            if (!row()) {
                return false;
            }
        } while (text.next() == ',');
        return text.take(']');
    }

    /**
     * The number of rows of this length that the text can contain. At least two bytes are assumed for each feature, so
     * that the columns do not become much larger than the text if rows leave out values.
     */
    private int rowsOf(int length) {
        return Math.min(maxRows, text.bytes().length / Math.max(length, 2 * schema.size()) + 1);
    }

    private boolean row() {
        int feature = -1;
        do {
            feature = feature(feature + 1);
            if (feature < 0 || !value(feature)) {
                return false;
            }
        } while (text.next() == ',');
        return text.take('}') && builder.endRow();
    }

    /** Moves to the next value. Returns the position of its feature, or -1. */
    private int feature(int gap) {
        boolean areMany = gaps.length > 0;
        if (areMany && gaps[gap].length > 0 && text.take(gaps[gap])) {
            return followers[gap];
        }
        int start = text.position();
        text.moveTo(start + 1);
        String name = text.next() == '"' ? text.string() : null;
        if (name == null || !text.take(':')) {
            return -1;
        }
        text.next();
        int feature = schema.position(name);
        if (areMany && feature >= 0) {
            gaps[gap] = Arrays.copyOfRange(text.bytes(), start, text.position());
            followers[gap] = feature;
        }
        return feature;
    }

    private boolean value(int feature) {
        int first = text.next();
        if (first == '"') {
            String value = text.string();
            if (value != null) {
                builder.string(feature, value);
            }
            return value != null;
        }
        if (first == 't' || first == 'f') {
            builder.bool(feature, first == 't');
            return text.take(first == 't' ? TRUE : FALSE);
        }
        if (first == 'n') {
            builder.missing(feature, "null");
            return text.take(NULL);
        }
        return number(feature);
    }

    private boolean number(int feature) {
        int to = text.shortNumberEnd();
        if (to < 0 || !builder.plainNumber(feature, text.bytes(), text.position(), to)) {
            to = text.numberEnd();
            if (to < 0) {
                return false;
            }
            builder.number(feature, text.bytes(), text.position(), to);
        }
        text.moveTo(to);
        return true;
    }
}
