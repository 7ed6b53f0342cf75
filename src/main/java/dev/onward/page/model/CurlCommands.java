package dev.onward.page.model;

import dev.onward.http.MediaTypes;
import java.util.regex.Pattern;

/**
 * Commands for a terminal that request predictions from a model.
 *
 * @param url of the model's predictions
 * @param needsKey true if an API key is required
 */
public record CurlCommands(String url, boolean needsKey) {

    /** Text that needs no quotes in any shell. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9:/._~-]*");

    private static final String NEXT_LINE = " \\\n  ";

    /** @param row a JSON object */
    public String json(String row) {
        return post(MediaTypes.JSON) + NEXT_LINE + "-d " + quoted(row);
    }

    public String csv() {
        return post(MediaTypes.CSV) + NEXT_LINE + "--data-binary @file.csv";
    }

    private String post(String contentType) {
        String argument = PLAIN.matcher(url).matches() ? url : quoted(url);
        String key = needsKey ? "-H 'X-Api-Key: KEY'" + NEXT_LINE : "";
        return "curl " + argument + NEXT_LINE + key + "-H 'Content-Type: " + contentType + "'";
    }

    private static String quoted(String argument) {
        return "'" + argument.replace("'", "'\\''") + "'";
    }
}
