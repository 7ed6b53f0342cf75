package dev.onward.soak;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;

/**
 * A CSV file of two kinds of rows, with its right answers. Their order does not repeat within a block (the Thue-Morse
 * sequence), so that rows that are lost, repeated or in another order are noticed.
 */
final class RowFile {

    /** The rows of a block. */
    static final int ROWS = 10_000;

    private final String path;
    private final boolean isMultipart;
    private final Lines input;
    private final List<Lines> answers;

    /** The lines of a file or of an answer, with their ends. */
    private record Lines(String header, String even, String odd) {

        String rows(int count) {
            StringBuilder rows = new StringBuilder();
            for (int i = 0; i < count; i++) {
                rows.append(Integer.bitCount(i) % 2 == 0 ? even : odd);
            }
            return rows.toString();
        }
    }

    private RowFile(String path, boolean isMultipart, Lines input, List<Lines> answers) {
        this.path = path;
        this.isMultipart = isMultipart;
        this.input = input;
        this.answers = answers;
    }

    /** Banknotes, genuine and forged. */
    static RowFile notes(boolean isMultipart) {
        Lines input = new Lines(
                "variance,skewness,curtosis,entropy\n",
                "3.6216,8.6661,-2.8073,-0.44699\n",
                "-1.3971,3.3191,-1.3927,-1.9948\n");
        Lines answer = new Lines(
                "variance,skewness,curtosis,entropy,label,probability_0,probability_1,error\r\n",
                "3.6216,8.6661,-2.8073,-0.44699,0,0.99999833,1.6867053E-6,\r\n",
                "-1.3971,3.3191,-1.3927,-1.9948,1,0.0015110329,0.99848896,\r\n");
        return new RowFile("/models/banknote/predict", isMultipart, input, List.of(answer));
    }

    /** Rows for the model that is replaced: either version may answer, but only one of them all rows. */
    static RowFile ofReplacedModel() {
        String wide = "1,the value is that of the version\n";
        List<Lines> answers = new ArrayList<>();
        for (int version = 1; version <= 2; version++) {
            String end = "," + version + ".0,\r\n";
            answers.add(new Lines("x,note,value,error\r\n", wide.strip() + end, "2,\"a, b\"" + end));
        }
        return new RowFile(
                "/models/" + SoakServer.SWAPPED + "/predict",
                false,
                new Lines("x,note\n", wide, "2,\"a, b\"\n"),
                answers);
    }

    String path() {
        return path;
    }

    /** True if it is sent as a form sends it. */
    boolean isMultipart() {
        return isMultipart;
    }

    /** A short file. */
    String rows(int count) {
        return input.header + input.rows(count);
    }

    /** The first right answer to a short file. */
    String answer(int count) {
        return answers.get(0).header + answers.get(0).rows(count);
    }

    byte[] header() {
        return input.header.getBytes(US_ASCII);
    }

    byte[] block() {
        return input.rows(ROWS).getBytes(US_ASCII);
    }

    byte[] answerHeader() {
        return answers.get(0).header.getBytes(US_ASCII);
    }

    /** The right answers to a block, all of one length. */
    List<byte[]> answerBlocks() {
        return answers.stream()
                .map(lines -> lines.rows(ROWS).getBytes(US_ASCII))
                .toList();
    }
}
