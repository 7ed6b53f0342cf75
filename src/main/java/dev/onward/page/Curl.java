package dev.onward.page;

import dev.onward.http.MediaTypes;
import dev.onward.model.Model;
import dev.onward.openapi.ExampleRow;
import java.util.regex.Pattern;

/**
 * Lines to paste into a terminal.
 *
 * @param row that the model can be asked, as JSON
 */
record Curl(String row) {

    /** What no shell reads as anything else. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9:/._~-]*");

    /** A shell reads on in the next line. */
    private static final String NEXT = " \\\n  ";

    private static final String KEY = "-H 'X-Api-Key: KEY'";

    /** With the card's first example, or else with values that are allowed and say nothing. */
    static Curl of(Model model) {
        return new Curl(ExampleRow.of(model).get(0).json());
    }

    /**
     * @param address of the server's predictions
     * @param wantsKey whether it answers holders of an API key only
     */
    String json(String address, boolean wantsKey) {
        return post(address, wantsKey, MediaTypes.JSON) + NEXT + "-d " + quoted(row);
    }

    /**
     * @param address of the server's predictions
     * @param wantsKey whether it answers holders of an API key only
     */
    static String csv(String address, boolean wantsKey) {
        return post(address, wantsKey, MediaTypes.CSV) + NEXT + "--data-binary @file.csv";
    }

    private static String post(String address, boolean wantsKey, String type) {
        return "curl " + argument(address) + NEXT + (wantsKey ? KEY + NEXT : "") + "-H 'Content-Type: " + type + "'";
    }

    private static String argument(String address) {
        return PLAIN.matcher(address).matches() ? address : quoted(address);
    }

    private static String quoted(String argument) {
        return "'" + argument.replace("'", "'\\''") + "'";
    }
}
