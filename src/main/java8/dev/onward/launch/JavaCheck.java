package dev.onward.launch;

/**
 * The main class that the WAR's manifest names. It is compiled for Java 8, so that an older Java reports which one is
 * needed instead of a class file version, and calls {@code Main}.
 */
public final class JavaCheck {

    private static final int OLDEST_JAVA = 17;

    private JavaCheck() {}

    public static void main(String[] args) throws ReflectiveOperationException {
        String version = System.getProperty("java.specification.version", "");
        if (isOlder(version)) {
            System.err.println("onward: expected Java " + OLDEST_JAVA + " or newer, got Java " + version + " in "
                    + System.getProperty("java.home") + "; install a newer one, or name it as in"
                    + " /usr/lib/jvm/java-" + OLDEST_JAVA + "/bin/java -jar onward.war");
            System.exit(1);
        }
        Class.forName("dev.onward.launch.Main").getMethod("main", String[].class).invoke(null, (Object) args);
    }

    /** The version is a number since Java 9; before, it begins with {@code 1.}. */
    private static boolean isOlder(String version) {
        return version.startsWith("1.") || version.matches("[0-9]{1,4}") && Integer.parseInt(version) < OLDEST_JAVA;
    }
}
