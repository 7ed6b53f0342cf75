package dev.onward.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.onward.BankNotes;
import dev.onward.Http;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class CsvTest {

    private final Http http = Http.shared();

    @Test
    void keepsEveryColumnInItsOrderAndAddsTheAnswer() {
        String csv = "id,entropy,variance,skewness,curtosis\r\nN1,-0.44699,3.6216,8.6661,-2.8073\r\n";

        Http.Answer answer = http.postCsv("/predict", csv);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("text/csv;charset=utf-8");
        List<String> lines = answer.body().lines().toList();
        assertThat(lines.get(0))
                .isEqualTo("id,entropy,variance,skewness,curtosis,label,probability_0,probability_1,error");
        assertThat(lines.get(1))
                .startsWith("N1,-0.44699,3.6216,8.6661,-2.8073,0,0.99")
                .endsWith(",");
        assertThat(lines).hasSize(2);
    }

    @Test
    void reportsBadRowsInPlaceAndAnswersTheGoodOnes() {
        String csv = """
                note,variance,skewness,curtosis,entropy
                good,3.6216,8.6661,-2.8073,-0.44699
                text,abc,8.6661,-2.8073,
                short,1,2
                "open,1,2,3,4
                long,1,2,3,4,5
                "a ""quoted"" one",-1.3971,3.3191,-1.3927,-1.9948
                """;

        List<String> lines = http.postCsv("/predict", csv).body().lines().toList();

        assertThat(lines.get(1)).startsWith("good,3.6216,8.6661,-2.8073,-0.44699,0,");
        assertThat(lines.get(2))
                .isEqualTo("text,abc,8.6661,-2.8073,,,,,\"variance: expected a number, got \"\"abc\"\";"
                        + " entropy: expected a number, got nothing\"");
        assertThat(lines.get(3)).isEqualTo("short,1,2,,,,,,\"expected 5 cells, got 3\"");
        assertThat(lines.get(4))
                .isEqualTo(",,,,,,,,line 5: expected a row of at most 131072 characters in which every quoted field"
                        + " is closed and followed by a separator");
        assertThat(lines.get(5)).isEqualTo("long,1,2,3,4,,,,\"expected 5 cells, got 6\"");
        assertThat(lines.get(6)).startsWith("\"a \"\"quoted\"\" one\",-1.3971,3.3191,-1.3927,-1.9948,1,");
        assertThat(lines).hasSize(7);
    }

    @Test
    void refusesAHeaderThatCannotBeAnsweredBeforeAnyRow() {
        Http.Answer answer = http.postCsv("/predict", "varance,skewness,curtosis,label\n1,2,3,4\n");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("problems").toString())
                .isEqualTo("[{\"line\":1,\"feature\":\"variance\",\"message\":"
                        + "\"expected a column with this name, found \\\"varance\\\"\"},"
                        + "{\"line\":1,\"feature\":\"entropy\",\"message\":"
                        + "\"expected a column with this name, found none\"},"
                        + "{\"line\":1,\"message\":\"column \\\"label\\\" has the same name as an output column;"
                        + " rename it\"}]");
    }

    @Test
    void refusesAnEmptyFile() {
        Http.Answer answer = http.postCsv("/predict", "");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").asString())
                .isEqualTo("line 1: expected a header line with column names");
    }

    @Test
    void answersAHeaderAloneWithAHeaderAlone() {
        assertThat(http.postCsv("/predict", "variance,skewness,curtosis,entropy\n")
                        .body())
                .isEqualTo("variance,skewness,curtosis,entropy,label,probability_0,probability_1,error\r\n");
    }

    @Test
    void readsAndWritesTheDecimalCommaOfSpreadsheets() {
        String csv = "\uFEFFvariance;skewness;curtosis;entropy\n3,6216;8,6661;-2,8073;-0,44699\n";

        String answer = http.postCsv("/predict", csv).body();

        assertThat(answer).contains("3,6216;8,6661;-2,8073;-0,44699;0;0,99");
    }

    @Test
    void answersWithJsonWhereThatIsPreferred() {
        String csv = "variance,skewness,curtosis,entropy\n3.6216,8.6661,-2.8073,-0.44699\nx,1,2,3\n";

        JsonNode answers =
                http.postCsv("/predict", csv, "Accept", "application/json").json();

        assertThat(answers.get(0))
                .isEqualTo(http.postJson("/predict", BankNotes.GENUINE).json());
        assertThat(answers.get(1).toString()).isEqualTo("{\"error\":\"variance: expected a number, got \\\"x\\\"\"}");
    }

    @Test
    void numbersTheLinesOfAPartAsInTheFile() {
        String header = "variance,skewness,curtosis,entropy\n";

        String part = http.postCsv("/predict?line=1000001", header + "1,2,3,4\n\n\"x\n")
                .body();

        assertThat(part.lines().skip(2))
                .containsExactly(",,,,,,,line 1000003: expected a row of at most 131072 characters in which every"
                        + " quoted field is closed and followed by a separator");
    }

    @Test
    void writesAPartWithTheDecimalCommaOfTheFile() {
        String csv = "variance;skewness;curtosis;entropy\n3;8;-2;0\n";

        assertThat(http.postCsv("/predict", csv).body()).contains(";0;0.99");
        assertThat(http.postCsv("/predict?decimal=comma", csv).body()).contains(";0;0,99");
        assertThat(http.postCsv("/predict?decimal=point", csv.replace("3;", "3,5;"))
                        .body())
                .contains(";0;0.99");
        assertThat(http.postCsv("/predict?decimal=comma", csv.replace(';', ',')).body())
                .contains(",0,0.99");
    }

    @Test
    void namesEveryInvalidPropertyOfAPart() {
        Http.Answer answer = http.postCsv("/predict?line=0&decimal=.", "a\n");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("problems").toString())
                .isEqualTo(
                        "[{\"message\":\"line: expected the number of a line of the file, from 1 to 9999999999999999,"
                                + " got \\\"0\\\"\"},{\"message\":\"decimal: expected point or comma, got \\\".\\\"\"}]");
    }

    @Test
    void refusesPropertiesOfAPartThatAreGivenTwice() {
        Http.Answer answer = http.postCsv("/predict?line=5&line=900&decimal=point&decimal=point", "a\n");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("problems").toString())
                .isEqualTo("[{\"message\":\"line: expected one value, got 2\"},"
                        + "{\"message\":\"decimal: expected one value, got 2\"}]");
    }

    @Test
    void refusesPropertiesOfAPartForOtherBodies() {
        Http.Answer answer = http.postJson("/predict?line=2&decimal=point", BankNotes.GENUINE);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("problems").toString())
                .isEqualTo("[{\"message\":\"line: expected only with a body of the type text/csv\"},"
                        + "{\"message\":\"decimal: expected only with a body of the type text/csv\"}]");
    }

    @Test
    void refusesRowsForAnotherModel() {
        String sha256 =
                http.get("/models").json().at("/models/0/versions/0/sha256").asString();
        String csv = "variance,skewness,curtosis,entropy\n1,2,3,4\n";

        Http.Answer same = http.postCsv("/predict", csv, "If-Match", "\"other\", \"" + sha256 + "\"");
        Http.Answer other = http.postCsv("/predict", csv, "If-Match", "\"other\"");

        assertThat(same.status()).isEqualTo(200);
        assertThat(http.postCsv("/predict", csv, "If-Match", "*").status()).isEqualTo(200);
        assertThat(other.status()).isEqualTo(412);
        assertThat(other.json().get("detail").asString())
                .isEqualTo("If-Match: expected \"" + sha256 + "\", the sha256 of the served model in quotes,"
                        + " got \"other\"");
        assertThat(http.postCsv("/predict", csv, "If-Match", "W/\"" + sha256 + "\"")
                        .status())
                .isEqualTo(412);
        assertThat(http.get("/predict?variance=1&skewness=2&curtosis=3&entropy=4", "If-Match", "\"x\"")
                        .status())
                .isEqualTo(412);
    }

    @Test
    void returnsAnUploadAsADownload() {
        String csv = "variance,skewness,curtosis,entropy\n3.6216,8.6661,-2.8073,-0.44699\n";

        Http.Answer answer = upload("name=\"file\"; filename=\"bank notes.csv\"", csv);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Disposition"))
                .contains("attachment; filename=\"bank notes-scored.csv\"; filename*=UTF-8''bank%20notes-scored.csv");
        assertThat(answer.body()).isEqualTo(http.postCsv("/predict", csv).body());
    }

    @Test
    void namesADownloadByItsFormat() {
        String csv = "variance,skewness,curtosis,entropy\n3.6216,8.6661,-2.8073,-0.44699\n";

        Http.Answer answer = uploadParts(part("name=\"file\"; filename=\"ok.csv\"", csv), "Accept", "application/json");

        assertThat(answer.contentType()).isEqualTo("application/json");
        assertThat(answer.header("Content-Disposition"))
                .contains("attachment; filename=\"ok-scored.json\"; filename*=UTF-8''ok-scored.json");
    }

    @Test
    void saysWhenAnUploadHoldsNoFile() {
        Http.Answer other = upload("name=\"other\"", "x");
        Http.Answer empty = upload("name=\"file\"; filename=\"\"", "");
        Http.Answer broken =
                http.send("POST", "/predict", BodyPublishers.ofString("x"), "Content-Type", "multipart/form-data");

        assertThat(other.json().get("detail").asString()).isEqualTo("expected a file in the field \"file\", got none");
        assertThat(empty.json().get("detail").asString())
                .isEqualTo("expected a CSV file, got an empty file or no file");
        assertThat(broken.status()).isEqualTo(400);
        assertThat(broken.json().get("detail").asString()).isEqualTo("the multipart body cannot be read");
    }

    @Test
    void namesWhatAnUploadHoldsBesidesTheFile() {
        String csv = "variance,skewness,curtosis,entropy\n3.6216,8.6661,-2.8073,-0.44699\n";
        String file = part("name=\"file\"; filename=\"ok.csv\"", csv);

        Http.Answer second = uploadParts(file + part("name=\"file\"; filename=\"e.csv\"", csv));
        Http.Answer secondWithoutName = uploadParts(file + part("name=\"file\"", csv));
        Http.Answer option = uploadParts(part("name=\"explain\"", "true") + file);
        Http.Answer other = uploadParts(file + part("name=\"frob\"; filename=\"e.csv\"", csv));

        assertThat(List.of(second, secondWithoutName, option, other))
                .extracting(
                        Http.Answer::status,
                        answer -> answer.json().get("detail").asString())
                .containsExactly(
                        tuple(400, "expected one file, got a second one, \"e.csv\""),
                        tuple(400, "expected one file, got a second one"),
                        tuple(400, "unknown field \"explain\" in the form; send options in the query string"),
                        tuple(400, "unknown field \"frob\" in the form; send options in the query string"));
    }

    private Http.Answer upload(String disposition, String content) {
        return uploadParts(part(disposition, content));
    }

    private static String part(String disposition, String content) {
        return "--X\r\nContent-Disposition: form-data; " + disposition + "\r\nContent-Type: text/csv\r\n\r\n" + content
                + "\r\n";
    }

    private Http.Answer uploadParts(String parts, String... headers) {
        String[] all = Stream.concat(Stream.of("Content-Type", "multipart/form-data; boundary=X"), Stream.of(headers))
                .toArray(String[]::new);
        return http.send("POST", "/predict", BodyPublishers.ofString(parts + "--X--\r\n"), all);
    }
}
