package dev.onward.settings;

import java.util.Locale;

/**
 * Everything that can be set. Each setting has one name in four spellings: {@code --body-limit} on the command line,
 * {@code onward.body-limit} as a context parameter or system property, {@code ONWARD_BODY_LIMIT} in the environment.
 */
public enum Setting {
    HOST("127.0.0.1", "ADDRESS", "address to listen on; 0.0.0.0 for all"),
    PORT("8080", "N", "port to listen on; 0 picks a free one"),
    LOG_LEVEL("info", "LEVEL", "error, warning, info or debug"),
    FORWARDED("false", "BOOL", "believe X-Forwarded-* and Forwarded headers; only behind a proxy"),
    MODEL("", "FILE", "ONNX file to serve; the shipped bank-note model if not set"),
    MODELS("", "FOLDER", "serve every name.onnx and name/version/model.onnx in it, whatever comes and goes"),
    DEFAULT_MODEL("", "NAME", "which of them is asked if a request names none; the only one if there is one"),
    POLL("2", "SECONDS", "how often model files are looked at for changes; 0 for never"),
    LOAD_LIMIT("60", "SECONDS", "how long loading one model may take before it is given up"),
    MODEL_LIMIT("1GiB", "SIZE", "largest model, with its data in other files"),
    OPERATOR_LIMIT("6000", "N", "maximum number of operators in a model's graph"),
    CONSTANT_LIMIT("10000", "N", "maximum number of constants in a model's graph"),
    MODEL_INPUT_LIMIT("5000", "N", "maximum number of inputs of a model's graph"),
    MODEL_OUTPUT_LIMIT("2000", "N", "maximum number of outputs of a model's graph"),
    NESTING_LIMIT("4", "N", "maximum depth of nested branches and loops in a model's graph"),
    CALL_DEPTH_LIMIT("32", "N", "maximum depth of nested function calls in a model's graph"),
    TREE_DEPTH_LIMIT("300", "N", "maximum depth of a model's decision trees"),
    CELL_LIMIT("33554432", "N", "maximum number of cells in one tensor that a model makes for 7 rows"),
    MULTIPLICATION_LIMIT("100000000000", "N", "maximum number of multiplications that a model makes for 7 rows"),
    BODY_LIMIT("16MiB", "SIZE", "largest JSON or form body"),
    CSV_LIMIT("1GiB", "SIZE", "largest CSV file"),
    ROW_LIMIT("100000", "N", "most rows in one JSON array"),
    CONCURRENCY("64", "N", "most predictions under way at once"),
    CONCURRENCY_WAIT("1", "SECONDS", "how long one more prediction waits before it is refused with 503"),
    STOP_DELAY("0", "SECONDS", "how long stopping stays open, but not ready, so that balancers look elsewhere"),
    DRAIN("10", "SECONDS", "how long stopping then waits for requests under way"),
    API_KEYS("", "NAME:SHA256,…", "who may ask for predictions, by hashes of API keys; anyone if none is set"),
    API_KEYS_FILE("", "FILE", "the same, one NAME:SHA256 a line"),
    METRICS("open", "WHO", "who may read /metrics: open (anyone), key (with an API key) or off (nobody)"),
    ACCESS_LOG("true", "BOOL", "log one line of JSON for each request"),
    SPOOL_FOLDER("", "FOLDER", "where answers to CSV wait until the file is read; temporary folder if not set"),
    SPOOL_LIMIT("4GiB", "SIZE", "largest answer to a CSV file");

    private final String defaultValue;
    private final String placeholder;
    private final String description;

    Setting(String defaultValue, String placeholder, String description) {
        this.defaultValue = defaultValue;
        this.placeholder = placeholder;
        this.description = description;
    }

    /** As a command line flag. */
    public String flag() {
        return "--" + kebab();
    }

    /** As a context parameter and as a system property. */
    public String property() {
        return "onward." + kebab();
    }

    /** As an environment variable. */
    public String variable() {
        return "ONWARD_" + name();
    }

    /** Its text if it is set nowhere; empty if it then has no value. */
    public String defaultValue() {
        return defaultValue;
    }

    /** What kind of text it takes, as help pages show it. */
    public String placeholder() {
        return placeholder;
    }

    public String description() {
        return description;
    }

    private String kebab() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
