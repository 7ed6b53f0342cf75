package dev.onward.protocol.oip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.onward.model.EchoModel;
import dev.onward.model.Model;
import dev.onward.runtime.Datatype;
import dev.onward.runtime.InvalidTensorException;
import dev.onward.table.SyntaxException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Inference requests, from the bytes of the request to those of the response, without HTTP. */
class InferTest {

    /** Every datatype with its limits, and numbers that can be written in more than one way. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            BOOL  | true, false, 1, 0                             | true,false,true,false
            INT8  | -128, 127, 0, -1.0                            | -128,127,0,-1
            UINT8 | 0, 255, 7, 1e2                                | 0,255,7,100
            INT16 | -32768, 32767, 0, 1                           | -32768,32767,0,1
            INT32 | -2147483648, 2147483647, 0, 1                 | -2147483648,2147483647,0,1
            INT64 | -9223372036854775808, 9223372036854775807, 9007199254740993, 1 | -9223372036854775808,9223372036854775807,9007199254740993,1
            FP16  | 0.5, -65504, 1, 6e-8                          | 0.5,-65504.0,1.0,5.9604645E-8
            BF16  | 0.5, -1, 3.3895314e38, 2                      | 0.5,-1.0,3.3895314E38,2.0
            FP32  | 0.1, 16777217, 3.4028235e38, -1               | 0.1,1.6777216E7,3.4028235E38,-1.0
            FP64  | 0.1, 1.7976931348623157e308, 5e-324, 16777217 | 0.1,1.7976931348623157E308,4.9E-324,1.6777217E7
            FP32  | null, "NaN", "Infinity", "-Infinity"          | null,null,null,null
            BYTES | "a", "", "ä€", "a\\nb"                        | "a","","ä€","a\\nb"
            """)
    void returnsTheElementsOfEveryDatatype(Datatype datatype, String sent, String returned) {
        try (Model echo = EchoModel.open(datatype, -1, 2)) {
            assertThat(data(infer(echo, input(datatype, "[2, 2]", "[" + sent + "]"))))
                    .isEqualTo("[" + returned + "]");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Datatype.class,
            names = {"UINT16", "UINT32", "UINT64"},
            mode = EnumSource.Mode.EXCLUDE)
    void returnsBinaryDataUnchanged(Datatype datatype) {
        try (Model echo = EchoModel.open(datatype, -1)) {
            byte[] bytes = datatype == Datatype.BYTES
                    ? new byte[] {1, 0, 0, 0, 'a', 2, 0, 0, 0, (byte) 0xC3, (byte) 0xA4, 0, 0, 0, 0}
                    : Arrays.copyOf(new byte[] {1, 0, 1, 1, 0, 1, 1, 0, 1, 0, 0, 1}, 3 * datatype.bytes());
            String json = """
                    {"inputs": [{"name": "x", "shape": [3], "datatype": "%s", "parameters": {"binary_data_size": %d}}],
                     "parameters": {"binary_data_output": true}}
                    """.formatted(datatype, bytes.length);

            byte[] answer = infer(echo, json, bytes);

            assertThat(text(answer)).contains("\"parameters\":{\"binary_data_size\":" + bytes.length + "}");
            assertThat(Arrays.copyOfRange(answer, answer.length - bytes.length, answer.length))
                    .isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1, 2, 3, 4, 5, 6]",
                "[[1, 2, 3], [4, 5, 6]]",
            })
    void readsFlatAndNestedData(String data) {
        try (Model echo = EchoModel.open(Datatype.INT64, -1, 3)) {
            assertThat(data(infer(echo, input(Datatype.INT64, "[2, 3]", data)))).isEqualTo("[1,2,3,4,5,6]");
        }
    }

    @Test
    void readsTensorsOfAnyRank() {
        try (Model echo = EchoModel.open(Datatype.INT32, -1, 1, 2, 2)) {
            String answer =
                    infer(echo, input(Datatype.INT32, "[2, 1, 2, 2]", "[[[[1, 2], [3, 4]]], [[[5, 6], [7, 8]]]]"));
            assertThat(answer).contains("\"shape\":[2,1,2,2]");
            assertThat(data(answer)).isEqualTo("[1,2,3,4,5,6,7,8]");
        }
        try (Model echo = EchoModel.open(Datatype.INT32)) {
            assertThat(infer(echo, input(Datatype.INT32, "[]", "[7]"))).contains("\"shape\":[],\"data\":[7]");
        }
    }

    @Test
    void readsTensorsWithoutRows() {
        try (Model echo = EchoModel.open(Datatype.FP32, -1, 2)) {
            assertThat(infer(echo, input(Datatype.FP32, "[0, 2]", "[]"))).contains("\"shape\":[0,2],\"data\":[]");
        }
    }

    @Test
    void readsMembersInAnyOrder() {
        try (Model echo = EchoModel.open(Datatype.FP32, -1, 2)) {
            String json = """
                    {"outputs": [{"name": "y"}], "unknown": {"a": [1]},
                     "inputs": [{"data": [[1, 2], [3, 4]], "shape": [2, 2], "more": null, "datatype": "FP32", "name": "x"}],
                     "id": "é"}
                    """;

            assertThat(infer(echo, json))
                    .isEqualTo(
                            "{\"model_name\":\"echo\",\"model_version\":\"1\",\"id\":\"é\",\"outputs\":[{\"name\":\"y\","
                                    + "\"datatype\":\"FP32\",\"shape\":[2,2],\"data\":[1.0,2.0,3.0,4.0]}]}");
        }
    }

    @Test
    void refusesBooleansOtherThanZeroAndOne() {
        String json = "{\"inputs\": [{\"name\": \"x\", \"shape\": [2], \"datatype\": \"BOOL\", \"parameters\":"
                + " {\"binary_data_size\": 2}}]}";
        try (Model echo = EchoModel.open(Datatype.BOOL, -1)) {
            assertThatThrownBy(() -> infer(echo, json, new byte[] {1, -1}))
                    .isInstanceOf(InvalidTensorException.class)
                    .hasMessage("input \"x\": element 2: expected 0 or 1, got 255");
        }
    }

    @Test
    void treatsNullParametersAsLeftOut() {
        String json = "{\"parameters\": {\"binary_data_output\": null}, \"inputs\": [{\"name\": \"x\", \"shape\": [1],"
                + " \"datatype\": \"FP32\", \"parameters\": {\"binary_data_size\": null}, \"data\": [1]}],"
                + " \"outputs\": [{\"name\": \"y\", \"parameters\": {\"classification\": null}}]}";
        try (Model echo = EchoModel.open(Datatype.FP32, -1)) {
            assertThat(infer(echo, json)).contains("\"data\":[1.0]");
        }
    }

    @Test
    void readsAColumnAsAListOrAsAMatrix() {
        try (Model list = EchoModel.open(Datatype.FP32, -1);
                Model matrix = EchoModel.open(Datatype.FP32, -1, 1)) {
            assertThat(infer(list, input(Datatype.FP32, "[2, 1]", "[[1], [2]]")))
                    .contains("\"shape\":[2],");
            assertThat(infer(matrix, input(Datatype.FP32, "[2]", "[1, 2]"))).contains("\"shape\":[2,1],");
        }
    }

    @Test
    void convertsNumbersThatFit() {
        try (Model floats = EchoModel.open(Datatype.FP32, -1);
                Model longs = EchoModel.open(Datatype.INT64, -1)) {
            assertThat(data(infer(floats, input(Datatype.FP64, "[2]", "[0.1, 2]"))))
                    .isEqualTo("[0.1,2.0]");
            assertThat(data(infer(longs, input(Datatype.FP64, "[2]", "[1.0, 2]"))))
                    .isEqualTo("[1,2]");
            assertThat(data(text(infer(
                            longs,
                            "{\"inputs\": [{\"name\": \"x\", \"shape\": [2], \"datatype\": \"INT16\", \"parameters\":"
                                    + " {\"binary_data_size\": 4}}]}",
                            new byte[] {1, 0, -1, -1}))))
                    .isEqualTo("[1,-1]");
            assertRefused(
                    longs,
                    input(Datatype.FP32, "[1]", "[1.5]"),
                    "input \"x\": element 1: expected a whole number, got 1.5");
        }
    }

    /** Also if "inputs" appears many times. */
    @Test
    void boundsTheNumberOfUnknownInputs() {
        String item = "{\"name\": \"z\"}";
        String message = "inputs: expected at most 1 for this model, got more than 101";
        try (Model echo = EchoModel.open(Datatype.FP32, -1)) {
            assertRefused(echo, "{\"inputs\": [" + item + (", " + item).repeat(101) + "]}", message);
            assertRefused(echo, "{" + ("\"inputs\": [" + item + "], ").repeat(102) + "\"id\": \"a\"}", message);
        }
    }

    @Test
    void readsARawBinaryRequest() {
        try (Model echo = EchoModel.open(Datatype.FP32, -1, 2);
                Model texts = EchoModel.open(Datatype.BYTES, -1)) {
            byte[] rows = ByteBuffer.allocate(16)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(1)
                    .putFloat(2)
                    .putFloat(3)
                    .putFloat(4)
                    .array();

            assertThat(text(raw(echo, rows))).contains("\"shape\":[2,2],\"parameters\":{\"binary_data_size\":16}");
            assertThat(text(raw(texts, "abc".getBytes(UTF_8))))
                    .contains("\"shape\":[1]")
                    .endsWith("abc");
            assertThatThrownBy(() -> raw(echo, new byte[7]))
                    .isInstanceOf(InvalidTensorException.class)
                    .hasMessage("expected a multiple of 8 bytes for FP32 with the shape [-1, 2], got 7");
        }
    }

    @Test
    void classifiesTheHighestValues() {
        try (Model iris = Model.open(Path.of("src/test/resources/interop/sklearn-svc-decision/model.onnx"))) {
            String json = """
                    {"inputs": [{"name": "float_input", "shape": [1, 4], "datatype": "FP32", "data": [5.1, 3.5, 1.4, 0.2]}],
                     "outputs": [{"name": "probabilities", "parameters": {"classification": 2}}, {"name": "label"}]}
                    """;

            assertThat(infer(iris, json))
                    .containsPattern("\"datatype\":\"BYTES\",\"shape\":\\[1,2\\],\"data\":\\[\"2\\.235\\d+:0:setosa\","
                            + "\"1\\.16\\d+:1:versicolor\"\\]")
                    .contains("\"name\":\"label\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"setosa\"]");
        }
    }

    @Test
    void describesAZipMapAsATensorWithLabels() {
        try (Model model = Model.open(Path.of("src/test/resources/interop/sklearn-mixed-missing/model.onnx"))) {
            assertThat(model.signature().output("output_probability").orElseThrow())
                    .extracting("datatype", "shape", "labels")
                    .containsExactly(Datatype.FP32, List.of(-1L, 2L), List.of("leaves", "stays"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                        | input "x" is missing
            {"inputs": []}                            | input "x" is missing
            {"inputs": {}}                            | inputs: expected an array, got an object; input "x" is missing
            {"inputs": [1]}                           | inputs, item 1: expected an object, got a number; input "x" is missing
            {"id": 7, "inputs": [{"name": "x", "shape": [1, 2], "datatype": "FP32", "data": [1, 2]}]} | id: expected a string, got a number
            {"inputs": [{"name": "y", "shape": [1, 2], "datatype": "FP32", "data": [1, 2]}]} | input "y": the model has no such input, did you mean "x"?; input "x" is missing
            {"inputs": [{"name": "x", "datatype": "FP32", "data": [1, 2]}]}                  | input "x": expected the shape [-1, 2], got none
            {"inputs": [{"name": "x", "shape": [1, 2], "data": [1, 2]}]}                     | input "x": expected the datatype FP32, got none
            {"inputs": [{"name": "x", "shape": [1, 2], "datatype": "FLOAT", "data": [1, 2]}]} | input "x": expected the datatype FP32, got "FLOAT"
            {"inputs": [{"name": "x", "shape": [1, 2], "datatype": "BYTES", "data": [1, 2]}]} | input "x": expected the datatype FP32, got BYTES
            {"inputs": [{"name": "x", "shape": [1, 3], "datatype": "FP32", "data": [1, 2, 3]}]} | input "x": expected the shape [-1, 2], got [1, 3]
            {"inputs": [{"name": "x", "shape": [-1, 2], "datatype": "FP32", "data": [1, 2]}]} | inputs, item 1: shape: expected non-negative whole numbers; input "x": expected the shape [-1, 2], got none
            {"inputs": [{"name": "x", "shape": [1, 2], "datatype": "FP32"}]}                 | input "x": expected either data or the parameter binary_data_size, got neither
            {"inputs": [{"name": "x", "shape": [1, 2], "datatype": "FP32", "data": 1}]}      | input "x": expected an array of data, got a number
            {"inputs": [{"name": "x", "shape": [1, 2], "datatype": "FP32", "data": [1]}]}    | input "x": expected 2 elements for the shape [1, 2], got 1
            {"inputs": [{"name": "x", "shape": [1, 2], "datatype": "FP32", "data": [1, 2, 3]}]} | input "x": expected 2 elements for the shape [1, 2], got more
            {"inputs": [{"name": "x", "shape": [2, 2], "datatype": "FP32", "data": [[1, 2, 3], [4]]}]} | input "x": expected flat data, or nested arrays of the shape [2, 2], got a different nesting
            {"inputs": [{"name": "x", "shape": [2, 2], "datatype": "FP32", "data": [1, [2], 3, 4]}]} | input "x": expected flat data, or nested arrays of the shape [2, 2], got a different nesting
            {"inputs": [{"name": "x", "shape": [1, 2], "datatype": "FP32", "data": [1, "2"]}]} | input "x": element 2: expected a number, got the string "2"
            {"inputs": [{"name": "x", "shape": [1, 2], "datatype": "FP32", "data": [1, 1e39]}]} | input "x": element 2: expected a number in the range of FP32, got 1.0E39
            {"inputs": [{"name": "x", "shape": [1, 2], "datatype": "FP32", "data": [1, 1e999]}]} | input "x": element 2: expected a number in the range of FP32, got 1e999
            {"inputs": [{"name": "x", "shape": [1, 2], "datatype": "FP32", "data": [1, {"a": [1]}]}], "outputs": [{"name": "z"}]} | input "x": element 2: expected a number, got an object; output "z": the model has no such output
            {"inputs": [{"name": "x", "shape": [999999999999, 2], "datatype": "FP32", "data": [1]}]} | input "x": expected at most 88 elements in a body of this length, got the shape [999999999999, 2]
            {"inputs": [{"name": "x", "shape": [1, 2], "datatype": "FP32", "data": [1, 2]}, {"name": "x", "shape": [1, 2], "datatype": "FP32", "data": [1, 2]}]} | input "x" appears twice
            {"inputs": [{"name": "x", "shape": [1, 2], "datatype": "FP32", "data": [1, 2]}], "outputs": [{"name": "y"}, {"name": "y"}]} | output "y" is requested twice
            {"inputs": [{"parameters": [1]}, {"name": ["x"], "parameters": {"binary_data_size": {}}}]} | inputs, item 1: parameters: expected an object, got an array; inputs, item 2: name: expected a string, got an array; inputs, item 2: binary_data_size: expected a non-negative whole number, got an object; inputs, item 1: expected either data or the parameter binary_data_size, got neither; inputs, item 2: expected either data or the parameter binary_data_size, got neither; input "x" is missing
            {"inputs": [{"name": "x", "shape": [1, 2], "datatype": "FP32", "data": [1, 2]}], "outputs": [{"name": "y", "parameters": 1}, [], {"parameters": {"binary_data": [1]}}], "parameters": {"binary_data_output": 1}} | outputs, item 1: parameters: expected an object, got a number; outputs, item 2: expected an object, got an array; outputs, item 3: binary_data: expected true or false, got an array; outputs, item 3: expected a name; binary_data_output: expected true or false, got a number
            {"inputs": [], "parameters": []} | parameters: expected an object, got an array; input "x" is missing
            """)
    void namesEveryProblemAtOnce(String json, String message) {
        try (Model echo = EchoModel.open(Datatype.FP32, -1, 2)) {
            assertRefused(echo, json, message);
        }
    }

    @Test
    void refusesElementsOutOfTheDatatypesRange() {
        try (Model bytes = EchoModel.open(Datatype.UINT8, -1);
                Model longs = EchoModel.open(Datatype.INT64, -1);
                Model texts = EchoModel.open(Datatype.BYTES, -1);
                Model truths = EchoModel.open(Datatype.BOOL, -1)) {
            assertRefused(
                    bytes,
                    input(Datatype.UINT8, "[1]", "[256]"),
                    "input \"x\": element 1: expected a number from 0 to 255 for UINT8, got 256");
            assertRefused(
                    longs,
                    input(Datatype.INT64, "[1]", "[9223372036854775808]"),
                    "input \"x\": element 1: expected a number in the range of INT64, got 9223372036854775808");
            assertRefused(
                    longs,
                    input(Datatype.INT64, "[1]", "[null]"),
                    "input \"x\": element 1: expected a number, got null");
            assertRefused(
                    texts,
                    input(Datatype.BYTES, "[1]", "[\"😀\"]"),
                    "input \"x\": element 1: expected text without U+0000 and without characters beyond U+FFFF,"
                            + " which ONNX Runtime's Java API cannot pass to the model");
            assertRefused(
                    truths,
                    input(Datatype.BOOL, "[1]", "[2]"),
                    "input \"x\": element 1: expected a number from 0 to 1 for BOOL, got 2");
        }
    }

    @Test
    void refusesBinaryDataOfAnotherLength() {
        String json = "{\"inputs\": [{\"name\": \"x\", \"shape\": [2], \"datatype\": \"%s\", \"parameters\":"
                + " {\"binary_data_size\": %d}}]}";
        try (Model echo = EchoModel.open(Datatype.FP32, -1);
                Model texts = EchoModel.open(Datatype.BYTES, -1)) {
            assertThatThrownBy(() -> infer(echo, json.formatted("FP32", 7), new byte[7]))
                    .hasMessage("input \"x\": expected 8 bytes for FP32 with the shape [2], got 7");
            assertThatThrownBy(() -> infer(echo, json.formatted("FP32", 8), new byte[5]))
                    .hasMessage("input \"x\": expected 8 bytes, got 5");
            assertThatThrownBy(() -> infer(echo, json.formatted("FP32", 8), new byte[9]))
                    .hasMessage("expected the end of the body after the tensors, got more bytes");
            assertThatThrownBy(() -> infer(texts, json.formatted("BYTES", 5), new byte[] {1, 0, 0, 0, 'a'}))
                    .hasMessage("input \"x\": expected 2 strings for the shape [2], got 1");
            assertThatThrownBy(() -> infer(texts, json.formatted("BYTES", 5), new byte[] {9, 0, 0, 0, 'a'}))
                    .hasMessage(
                            "input \"x\": element 1: expected a 4-byte length followed by that many bytes, got fewer");
            assertThatThrownBy(() -> infer(texts, json.formatted("BYTES", 5), new byte[] {1, 0, 0, 0, (byte) 0xFF}))
                    .hasMessage("input \"x\": element 1: expected text in UTF-8, got bytes that are not UTF-8");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''              | 1 | 1
            []              | 1 | 1
            {"inputs": [    | 1 | 13
            {"id": "a"} 1   | 1 | 13
            """)
    void tellsLineAndColumnOfMalformedJson(String json, int line, int column) {
        try (Model echo = EchoModel.open(Datatype.FP32, -1)) {
            assertThatThrownBy(() -> infer(echo, json))
                    .isInstanceOf(SyntaxException.class)
                    .extracting("line", "column")
                    .containsExactly(line, column);
        }
    }

    /** An announced size must not reserve memory. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [1000000000]           | FP64  | 1000000000 | expected 8000000000 bytes for FP64 with the shape [1000000000], got 1000000000
            [268435455]            | FP64  | 2147483640 | expected 2147483640 bytes, got 3
            [2]                    | FP64  | 100        | expected 16 bytes for FP64 with the shape [2], got 100
            [2147483647]           | UINT8 | 2147483647 | expected 2147483647 bytes, got 3
            """)
    void reservesNoMemoryForAnnouncedSizes(String shape, Datatype datatype, int length, String message) {
        try (Model echo = EchoModel.open(datatype, -1)) {
            String json =
                    "{\"inputs\": [{\"name\": \"x\", \"shape\": %s, \"datatype\": \"%s\", \"parameters\": {\"binary_data_size\": %d}}]}";

            assertThatThrownBy(() -> infer(echo, json.formatted(shape, datatype, length), new byte[3]))
                    .isInstanceOf(InvalidTensorException.class)
                    .hasMessage("input \"x\": " + message);
        }
    }

    @Test
    void readsManyNumbersAndStrings() {
        int size = 100_000;
        byte[] bytes = new byte[size * Double.BYTES];
        for (int i = 0; i < bytes.length; i += 5) {
            bytes[i] = (byte) (i % 64);
        }
        String json = "{\"inputs\": [{\"name\": \"x\", \"shape\": [%d], \"datatype\": \"FP64\", \"parameters\":"
                + " {\"binary_data_size\": %d}}], \"parameters\": {\"binary_data_output\": true}}";
        try (Model numbers = EchoModel.open(Datatype.FP64, -1);
                Model texts = EchoModel.open(Datatype.BYTES, -1)) {
            byte[] answer = infer(numbers, json.formatted(size, bytes.length), bytes);
            String ones = "[" + "1.0,".repeat(size - 1) + "1.0]";
            String letters = "[" + "\"a\",".repeat(size - 1) + "\"a\"]";

            assertThat(Arrays.copyOfRange(answer, answer.length - bytes.length, answer.length))
                    .isEqualTo(bytes);
            assertThat(data(infer(numbers, input(Datatype.FP64, "[" + size + "]", ones))))
                    .isEqualTo(ones);
            assertThat(data(infer(texts, input(Datatype.BYTES, "[" + size + "]", letters))))
                    .isEqualTo(letters);
        }
    }

    @Test
    void readsShapesWithoutElements() {
        String shape = "[2147483647, 9223372036854775807, 0]";
        try (Model echo = EchoModel.open(Datatype.FP32, -1, -1, -1)) {
            assertRefused(
                    echo,
                    input(Datatype.FP32, shape, "[]"),
                    "input \"x\": expected sizes up to 2147483647, got the shape [2147483647, 9223372036854775807, 0]");
            assertThat(infer(
                            echo,
                            "{\"inputs\": [{\"name\": \"x\", \"shape\": [2147483647, 1, 0], \"datatype\": \"FP32\","
                                    + " \"data\": []}], \"outputs\": [{\"name\": \"y\", \"parameters\":"
                                    + " {\"classification\": 2}}]}"))
                    .contains("\"shape\":[2147483647,0],\"data\":[]");
        }
    }

    @Test
    void listsTheFirstHundredProblems() {
        try (Model echo = EchoModel.open(Datatype.FP32, -1)) {
            assertThatThrownBy(() -> infer(echo, "{\"inputs\": [" + "1,".repeat(999) + "1]}"))
                    .isInstanceOf(InvalidTensorException.class)
                    .hasMessageEndingWith("; inputs, item 100: expected an object, got a number; … (1001 in all)");
            assertRefused(
                    echo,
                    input(Datatype.FP32, "[" + "1, ".repeat(999) + "1]", "[1]"),
                    "input \"x\": expected the shape [-1], got [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, … (1000 in all)]");
        }
    }

    /** Comparing each output with all before it would take minutes. */
    @Test
    void refusesManyOutputsQuickly() {
        String unknown = "{\"name\": \"z\"},".repeat(100_000);
        String known = "{\"name\": \"y\"},".repeat(100_000);
        try (Model echo = EchoModel.open(Datatype.FP32, -1)) {
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertThatThrownBy(() ->
                            infer(echo, "{\"inputs\": [], \"outputs\": [" + unknown + known + "{\"name\": \"y\"}]}"))
                    .hasMessageEndingWith("… (200001 in all)"));
        }
    }

    @Test
    void keepsWholeNumbersExactInEveryForm() {
        String wide = "{\"inputs\": [{\"name\": \"x\", \"shape\": [2], \"datatype\": \"UINT64\", \"parameters\":"
                + " {\"binary_data_size\": 16}}]}";
        byte[] bytes = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(9007199254740993L)
                .putLong(Long.MAX_VALUE)
                .array();
        try (Model echo = EchoModel.open(Datatype.INT64, -1)) {
            assertThat(data(text(infer(echo, wide, bytes)))).isEqualTo("[9007199254740993,9223372036854775807]");
            assertThat(data(infer(echo, input(Datatype.INT64, "[2]", "[9007199254740993.0, 9.223372036854775807e18]"))))
                    .isEqualTo("[9007199254740993,9223372036854775807]");
            assertRefused(
                    echo,
                    input(Datatype.INT64, "[1]", "[1e-400]"),
                    "input \"x\": element 1: expected a whole number, got 1e-400");
            assertRefused(
                    echo,
                    input(Datatype.INT64, "[1]", "[1e-2147483649]"),
                    "input \"x\": element 1: expected a whole number, got 1e-2147483649");
            assertRefused(
                    echo,
                    input(Datatype.INT64, "[1]", "[NaN]"),
                    "input \"x\": element 1: expected a whole number, got NaN");
        }
    }

    @Test
    void ordersWholeNumbersExactly() {
        try (Model echo = EchoModel.open(Datatype.INT64, -1, 3)) {
            assertThat(data(infer(
                            echo,
                            "{\"inputs\": [{\"name\": \"x\", \"shape\": [1, 3], \"datatype\": \"INT64\", \"data\":"
                                    + " [9007199254740992, 9007199254740993, -9223372036854775808]}], \"outputs\":"
                                    + " [{\"name\": \"y\", \"parameters\": {\"classification\": 3}}]}")))
                    .isEqualTo("[\"9007199254740993:1\",\"9007199254740992:0\",\"-9223372036854775808:2\"]");
        }
    }

    @Test
    void ordersNanLast() {
        try (Model echo = EchoModel.open(Datatype.FP32, -1, 4)) {
            assertThat(data(infer(
                            echo,
                            "{\"inputs\": [{\"name\": \"x\", \"shape\": [1, 4], \"datatype\": \"FP32\", \"data\":"
                                    + " [null, -0.0, 0.0, \"Infinity\"]}], \"outputs\": [{\"name\": \"y\", \"parameters\":"
                                    + " {\"classification\": 4}}]}")))
                    .isEqualTo("[\"Infinity:3\",\"-0.0:1\",\"0.0:2\",\"NaN:0\"]");
        }
    }

    @Test
    void refusesRawStringsThatDoNotFit() {
        try (Model pairs = EchoModel.open(Datatype.BYTES, -1, 2);
                Model texts = EchoModel.open(Datatype.BYTES, -1)) {
            assertThatThrownBy(() -> raw(pairs, "abc".getBytes(UTF_8)))
                    .isInstanceOf(InvalidTensorException.class)
                    .hasMessage("expected JSON before the tensor, because a request without JSON can contain only one"
                            + " string, which does not fit the shape [-1, 2]");
            assertThatThrownBy(() -> raw(texts, "a\0b".getBytes(UTF_8)))
                    .isInstanceOf(InvalidTensorException.class)
                    .hasMessage("expected text without U+0000 and without characters beyond U+FFFF,"
                            + " which ONNX Runtime's Java API cannot pass to the model");
        }
    }

    @Test
    void acceptsAByteOrderMark() {
        try (Model echo = EchoModel.open(Datatype.FP32, -1)) {
            assertThat(data(infer(echo, "\uFEFF" + input(Datatype.FP32, "[2]", "[1, 2]"))))
                    .isEqualTo("[1.0,2.0]");
            assertThat(infer(
                            echo,
                            "\uFEFF{\"inputs\": [{\"data\": [[1], [2]], \"name\": \"x\", \"shape\": [2, 1],"
                                    + " \"datatype\": \"FP32\"}]}"))
                    .contains("\"data\":[1.0,2.0]");
        }
    }

    @Test
    void refusesDataInBothForms() {
        String json = "{\"inputs\": [{\"name\": \"x\", \"shape\": [1], \"datatype\": \"FP32\", \"data\": [1],"
                + " \"parameters\": {\"binary_data_size\": 4}}]}";
        try (Model echo = EchoModel.open(Datatype.FP32, -1)) {
            assertThatThrownBy(() -> infer(echo, json, new byte[4]))
                    .hasMessage("input \"x\": expected either data or the parameter binary_data_size, got both");
        }
    }

    @Test
    void tellsThatADatatypeIsNotSupported() {
        try (Model echo = EchoModel.open(Datatype.UINT32, -1)) {
            assertThat(echo.signature().inputs().get(0).datatype()).isEqualTo(Datatype.UINT32);
            assertThat(echo.signature().unsupportedReason())
                    .contains("input \"x\": expected a type that ONNX Runtime's Java API supports, got uint32 [N];"
                            + " export the model with another type");
        }
    }

    private static void assertRefused(Model model, String json, String message) {
        assertThatThrownBy(() -> infer(model, json))
                .isInstanceOf(InvalidTensorException.class)
                .hasMessage(message);
    }

    private static String input(Datatype datatype, String shape, String data) {
        return "{\"inputs\": [{\"name\": \"x\", \"shape\": " + shape + ", \"datatype\": \"" + datatype
                + "\", \"data\": " + data + "}]}";
    }

    private static String data(String answer) {
        return answer.replaceAll("(?s).*\"data\":(\\[.*])}]}$", "$1");
    }

    private static String infer(Model model, String json) {
        return text(answer(model, json.getBytes(UTF_8), OptionalInt.empty()));
    }

    private static byte[] infer(Model model, String json, byte[] bytes) {
        byte[] head = json.getBytes(UTF_8);
        ByteBuffer body =
                ByteBuffer.allocate(head.length + bytes.length).put(head).put(bytes);
        return answer(model, body.array(), OptionalInt.of(head.length));
    }

    private static byte[] raw(Model model, byte[] bytes) {
        return answer(model, bytes, OptionalInt.of(0));
    }

    private static byte[] answer(Model model, byte[] body, OptionalInt jsonLength) {
        try {
            InferRequest request =
                    InferRequest.read(new ByteArrayInputStream(body), jsonLength, model.signature(), Optional::empty);
            InferResponse response = InferResponse.of(
                    model, request, model.run(request.inputs(), request.outputNames(model.signature())));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            response.writeTo(out);
            assertThat(response.length()).isEqualTo(out.size());
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(byte[] answer) {
        return new String(answer, UTF_8);
    }
}
