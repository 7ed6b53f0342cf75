package dev.onward.settings;

import java.util.Locale;
import java.util.Optional;

/**
 * Every setting. Each has one name in four spellings: {@code --body-limit} as a command line flag, {@code
 * onward.body-limit} as a context parameter, a naming entry and a system property, and {@code ONWARD_BODY_LIMIT} in the
 * environment.
 */
public enum Setting {
    HOST("ADDRESS", "127.0.0.1", "address to listen on; 0.0.0.0 for all interfaces"),
    PORT("N", "8080", "port to listen on; 0 for any free port"),
    LOG_LEVEL("LEVEL", "info", "log level: error, warning, info or debug"),
    FORWARDED(
            "BOOL",
            "false",
            "trust X-Forwarded-* and Forwarded headers; enable this only behind a proxy that sets them"),
    MODEL("FILE", "ONNX file to serve; the shipped banknote model if not set"),
    MODELS(
            "FOLDER",
            "folder of models to serve, as name.onnx or name/version/model.onnx; files may be added, replaced and"
                    + " removed at any time"),
    DEFAULT_MODEL("NAME", "model for requests that do not name one; not needed with a single model"),
    NAMES(
            "NAME,…",
            "names for the features of --model, in the order of the columns of its input, if its file has no names"),
    UNKNOWN_CATEGORIES(
            "HOW",
            "answer",
            "how to treat a category that the model's encoder does not know but ignores: answer (with a warning) or"
                    + " refuse"),
    POLL("SECONDS", "2", "seconds between checks for changed model files; 0 disables the checks"),
    LOAD_LIMIT("SECONDS", "120", "time limit for loading one model, in seconds"),
    MODEL_LIMIT("SIZE", "1GiB", "maximum size of a model, including its external data"),
    OPERATOR_LIMIT("N", "6000", "maximum number of operators in a model's graph"),
    CONSTANT_LIMIT("N", "10000", "maximum number of constants in a model's graph"),
    MODEL_INPUT_LIMIT("N", "5000", "maximum number of inputs of a model's graph"),
    MODEL_OUTPUT_LIMIT("N", "2000", "maximum number of outputs of a model's graph"),
    NESTING_LIMIT("N", "4", "maximum depth of nested branches and loops in a model's graph"),
    CALL_DEPTH_LIMIT("N", "32", "maximum depth of nested function calls in a model's graph"),
    TREE_DEPTH_LIMIT("N", "300", "maximum depth of a model's decision trees"),
    CELL_LIMIT("N", "33554432", "maximum number of elements in any tensor that a model computes for a batch of 7 rows"),
    MULTIPLICATION_LIMIT(
            "N", "100000000000", "maximum number of multiplications that a model performs for a batch of 7 rows"),
    BODY_LIMIT("SIZE", "16MiB", "maximum size of a JSON or form body"),
    CSV_LIMIT("SIZE", "1GiB", "maximum size of a CSV file"),
    ROW_LIMIT("N", "100000", "maximum number of rows in one JSON array"),
    CONCURRENCY(
            "N",
            "maximum number of concurrent model runs; twice the number of processors if not set; if several models"
                    + " are served, each is limited to half of this number"),
    CONCURRENCY_WAIT(
            "SECONDS",
            "1",
            "maximum time, in seconds, that a prediction waits to start, or a file waits to be accepted,"
                    + " before being rejected with 503"),
    EXPLANATION_CONCURRENCY(
            "N",
            "maximum number of requests for explanations processed at the same time; others wait for up to"
                    + " --concurrency-wait and are then rejected with 503; half the number of processors if not set, at"
                    + " least 1"),
    EXPLANATION_ROW_LIMIT(
            "N",
            "1000",
            "maximum number of rows in one request for explanations, curves or flips; does not apply to CSV files"),
    BULK_CONCURRENCY(
            "N",
            "50",
            "maximum number of bulk requests in progress at once (CSV files and uploads over 16 KiB, other bodies over"
                    + " 1 MiB, and requests for explanations, curves or flips); capped at a quarter of the server's"
                    + " threads"),
    READ_RATE("N", "3300", "minimum rate at which a client must send a request body, in bytes per second"),
    WRITE_RATE("N", "3300", "minimum rate at which a client must read a response, in bytes per second"),
    BODY_PAUSE(
            "SECONDS",
            "10",
            "maximum time, in seconds, to receive the first 16 KiB of a request body; also the maximum time that a"
                    + " client may pause or stay below a minimum rate"),
    STOP_DELAY(
            "SECONDS",
            "0",
            "at shutdown, seconds to keep serving while reporting not ready, so that load balancers send requests"
                    + " elsewhere"),
    DRAIN("SECONDS", "10", "at shutdown, maximum wait for requests in progress, in seconds, after the stop delay"),
    API_KEYS("NAME:SHA256,…", "SHA-256 hashes of the API keys that allow predictions; if not set, no key is required"),
    API_KEYS_FILE("FILE", "file with additional hashes, one NAME:SHA256 per line"),
    METRICS(
            "WHO",
            "open",
            "who may read /metrics: open (anyone), key (anyone with an API key; the V2 statistics then also require a"
                    + " key) or off (nobody)"),
    ACCESS_LOG("BOOL", "true", "log one line of JSON per request"),
    BRAND("FOLDER", "folder with the title, logo, accent colour and footer of the pages; see docs/operations.md"),
    SPOOL_FOLDER(
            "FOLDER",
            "folder for temporary copies of uploads and large responses; the system's temporary folder if not set"),
    SPOOL_LIMIT("SIZE", "4GiB", "maximum size of the response to a CSV file");

    private final String placeholder;
    private final Optional<String> defaultValue;
    private final String description;

    Setting(String placeholder, String description) {
        this(placeholder, Optional.empty(), description);
    }

    Setting(String placeholder, String defaultValue, String description) {
        this(placeholder, Optional.of(defaultValue), description);
    }

    Setting(String placeholder, Optional<String> defaultValue, String description) {
        this.placeholder = placeholder;
        this.defaultValue = defaultValue;
        this.description = description;
    }

    /** Returns its name as a command line flag. */
    public String flag() {
        return "--" + kebabCase();
    }

    /** Returns its name as a context parameter and as a system property. */
    public String property() {
        return "onward." + kebabCase();
    }

    /** Returns its name as an environment variable. */
    public String variable() {
        return "ONWARD_" + name();
    }

    /** Returns the text that applies if none is set; empty if there is none. */
    public Optional<String> defaultValue() {
        return defaultValue;
    }

    /** Returns the kind of its value, as help texts show it. */
    public String placeholder() {
        return placeholder;
    }

    /** Returns its meaning, for help texts and docs/settings.md. */
    public String description() {
        return description;
    }

    private String kebabCase() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
