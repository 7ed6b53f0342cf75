package dev.onward.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.BankNotes;
import dev.onward.Http;
import dev.onward.OnwardProcess.Ended;
import dev.onward.WebApp;
import dev.onward.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LauncherTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void explainsItself() {
        Ended help = Commands.run("--help");
        Ended version = Commands.run("--version");
        Ended typo = Commands.run("--prot", "1");

        for (Setting setting : Setting.values()) {
            assertThat(help.out()).contains(setting.flag());
        }
        assertThat(help.out()).contains("train").contains("score").contains("api-key");
        assertThat(version.out()).startsWith("onward ");
        assertThat(typo.err())
                .isEqualTo("onward: unknown option \"--prot\", did you mean \"--port\"?\n"
                        + "Try java -jar onward.war --help.\n");
        assertThat(typo.exit()).isEqualTo(2);
    }

    @Test
    void asksForTheCommandFirst() {
        Ended ended = Commands.run("--log-level", "debug", "score", "-");

        assertThat(ended.err())
                .isEqualTo("onward: expected the command first: score [OPTIONS]\nTry java -jar onward.war --help.\n");
        assertThat(ended.exit()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--modle mine.onnx | unknown option \"--modle\", did you mean \"--model\"?",
                "--modle=mine.onnx --prot 1 | unknown option \"--modle\", did you mean \"--model\"?;"
                        + " unknown option \"--prot\", did you mean \"--port\"?",
                "--completely-different 1 | unknown option \"--completely-different\"",
                "scrore in.csv | unknown command \"scrore\", did you mean \"score\"?",
                "mine.onnx | unknown command \"mine.onnx\"; to serve a model, use --model mine.onnx",
                "data | unknown command \"data\"; to serve a folder of models, use --models data",
                "help trian | unknown command \"trian\", did you mean \"train\"?",
                "--port | --port: expected N, got nothing",
                "--port 1 --port 2 | --port: expected one value, got several"
            })
    void saysWhatWasMeant(String arguments, String message) {
        Ended ended = Commands.run(arguments.split(" ", -1));

        assertThat(ended.err()).isEqualTo("onward: " + message + "\nTry java -jar onward.war --help.\n");
        assertThat(ended.exit()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "score a.csv --modle b.onnx | unknown option \"--modle\", did you mean \"--model\"?",
                "score a.csv --explain --reasons x | --reasons: expected a whole number, got \"x\"",
                "score a.csv b.csv | expected no other argument, got \"b.csv\"",
                "train a.csv | missing: --target COLUMN, --out MODEL.onnx",
                "train a.csv --target b --out c.onnx --group d | --group: expected NAME=CONDITION, got \"d\"",
                "describe | missing: MODEL.onnx",
                "serve --prot 1 | unknown option \"--prot\", did you mean \"--port\"?",
                "doctor --modle a.onnx | unknown option \"--modle\", did you mean \"--model\"?"
            })
    void saysWhatWasMeantByTheArgumentsOfACommand(String arguments, String message) {
        String[] words = arguments.split(" ", -1);

        Ended ended = Commands.run(words);

        assertThat(ended.err())
                .isEqualTo("onward: " + message + "\nTry java -jar onward.war " + words[0] + " --help.\n");
        assertThat(ended.exit()).isEqualTo(2);
    }

    /** As in the tests of the documents, which run such commands. */
    @Test
    void showsInItsUsageWhatOneTypes() {
        Map<String, String> usages = Map.of(
                "serve", "java -jar onward.war serve [OPTIONS]",
                "train", "java -jar onward.war train DATA.csv --target COLUMN --out MODEL.onnx",
                "score", "java -jar onward.war score IN.csv [OPTIONS]",
                "describe", "java -jar onward.war describe MODEL.onnx [--card]",
                "annotate",
                        "java -jar onward.war annotate MODEL.onnx --card CARD.json --out OUT.onnx\n"
                                + "       java -jar onward.war annotate MODEL.onnx --data DATA.csv --out OUT.onnx",
                "doctor", "java -jar onward.war doctor [OPTIONS]",
                "api-key", "java -jar onward.war api-key NAME",
                "unpack", "java -jar onward.war unpack FOLDER",
                "help", "java -jar onward.war help [COMMAND]");

        usages.forEach((command, usage) -> {
            Ended help = Commands.run("help", command);

            assertThat(help.out()).startsWith("Usage: " + usage + "\n");
            assertThat(help.exit()).isZero();
            if (!command.equals("help")) {
                assertThat(Commands.run(command, "--help")).isEqualTo(help);
                assertThat(Commands.run(command, "--version").out()).startsWith("onward ");
            }
        });
        assertThat(Commands.run("help")).isEqualTo(Commands.run("--help"));
        assertThat(Commands.run("help").out())
                .startsWith("Usage: java -jar onward.war [OPTIONS]\n       java -jar onward.war COMMAND [OPTIONS]\n")
                .contains(usages.keySet());
    }

    @Test
    void servesByItsNameToo() {
        Ended ended = Commands.run("serve", "--port", "abc");

        assertThat(ended.err()).isEqualTo("onward: --port: expected a whole number from 0 to 65535, got \"abc\"\n");
        assertThat(ended.exit()).isEqualTo(2);
    }

    /** As from a script whose variable is not set. Without keys, everyone may use the server. */
    @ParameterizedTest
    @CsvSource({"--api-keys, 'NAME:SHA256,…'", "--api-keys-file, FILE"})
    void refusesEmptyApiKeys(String flag, String expected) {
        Ended serve = Commands.run("--port", "abc", flag, "");
        Ended doctor = Commands.run("doctor", flag + "=");

        assertThat(serve.err())
                .isEqualTo("onward: " + flag + ": expected " + expected + ", got nothing\n"
                        + "Try java -jar onward.war --help.\n");
        assertThat(serve.exit()).isEqualTo(2);
        assertThat(doctor.err()).startsWith("onward: " + flag + ": expected " + expected + ", got nothing\n");
        assertThat(doctor.exit()).isEqualTo(2);
    }

    @Test
    void saysThatTheSpoolFolderIsMissing() {
        Path missing = folder.resolve("missing");

        Ended ended = Commands.run("--port", "0", "--spool-folder", missing.toString());

        assertThat(ended.err())
                .isEqualTo("onward: --spool-folder: expected a writable folder, got \"" + missing + "\"\n");
        assertThat(ended.exit()).isEqualTo(2);
    }

    @Test
    void takesOneModelOrAFolder() {
        Ended ended = Commands.run("--model", "model.onnx", "--models", folder.toString(), "--port", "0");

        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.err()).isEqualTo("onward: --model and --models: expected only one of them, got both\n");
    }

    @Test
    void exitsWithTwoForAModelThatItCannotUse() throws IOException {
        String missing = folder.resolve("modle.onnx").toString();
        Path broken = Files.writeString(folder.resolve("model.onnx"), "this is no model");
        List<List<String>> commands = List.of(
                List.of("score", "data/banknote.csv", "--model"),
                List.of("annotate", "--data", "data/banknote.csv", "--out", folder.resolve("out.onnx") + ""),
                List.of("describe"));

        for (List<String> command : commands) {
            for (String model : List.of(missing, broken.toString(), folder.toString())) {
                Ended ended = Commands.run(
                        Stream.concat(command.stream(), Stream.of(model)).toArray(String[]::new));

                assertThat(ended.err()).startsWith("onward: " + model + ": ").hasLineCount(1);
                assertThat(ended.err().contains(", did you mean \"" + broken + "\"?"))
                        .isEqualTo(model.equals(missing));
                assertThat(ended.exit()).isEqualTo(2);
            }
        }
    }

    @Test
    void saysThatAModelDoesNotAcceptTabularData() {
        String model = "src/test/resources/interop/pytorch-image/model.onnx";
        String reason = ": the model does not accept tabular data: input \"image\": expected the shape [rows, columns],"
                + " got float [batch, 1, 8, 8]; export the model with a matrix as its input, or send tensors to /v2\n";
        String out = folder.resolve("out.onnx").toString();

        Ended scored = Commands.run("score", "data/banknote.csv", "--model", model);
        Ended explained = Commands.run("score", "data/banknote.csv", "--explain", "--model", model);
        Ended annotated = Commands.run("annotate", model, "--data", "data/banknote.csv", "--out", out);
        Ended named = Commands.run("annotate", model, "--names-from", "data/banknote.csv", "--out", out);

        assertThat(scored).isEqualTo(new Ended(2, "", model + reason));
        assertThat(explained).isEqualTo(scored);
        assertThat(annotated).isEqualTo(new Ended(2, "", "data/banknote.csv" + reason));
        assertThat(named).isEqualTo(annotated);
    }

    @Test
    void suggestsTheFileThatIsMeant() {
        Ended data = Commands.run("score", "data/banknotes.csv");
        Ended training = Commands.run("train", "data/banknte.csv", "--target", "class", "--out", "target/x.onnx");
        Ended card =
                Commands.run("annotate", "model.onnx", "--card", "data/banknote.crad.json", "--out", "target/x.onnx");

        assertThat(data.err())
                .isEqualTo("onward: data/banknotes.csv: cannot be read: it does not exist, did you mean"
                        + " \"data/banknote.csv\"?\n");
        assertThat(training.err())
                .isEqualTo(
                        "data/banknte.csv: cannot be read: it does not exist, did you mean \"data/banknote.csv\"?\n");
        assertThat(card.err())
                .isEqualTo("data/banknote.crad.json: cannot be read: it does not exist, did you mean"
                        + " \"data/banknote.card.json\"?\n");
    }

    @Test
    void makesAnApiKeyThatTheServerTakes() {
        Ended made = Commands.run("api-key", "shop");
        List<String> words = Stream.of(made.out().split("\\s+", -1)).toList();
        String key = words.get(2);
        String hash = words.get(words.size() - 2);
        try (WebApp own = WebApp.serve("--api-keys", hash)) {
            Http.Answer answer = Http.to(own).postJson("/predict", BankNotes.GENUINE, "Authorization", "Bearer " + key);

            assertThat(made.exit()).isZero();
            assertThat(key).hasSize(43);
            assertThat(hash).startsWith("shop:").doesNotContain(key);
            assertThat(answer.status()).isEqualTo(200);
        }
        assertThat(Commands.run("api-key", "no name").exit()).isEqualTo(2);
    }
}
