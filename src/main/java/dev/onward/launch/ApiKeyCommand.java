package dev.onward.launch;

import dev.onward.table.Sha256;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code api-key}, which generates an API key. The server gets only the hash of the key. */
@Command(
        name = "api-key",
        customSynopsis = Launcher.COMMAND + " api-key NAME",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Generates an API key and its hash, for --api-keys or --api-keys-file.")
final class ApiKeyCommand implements Callable<Integer> {

    private static final int BYTES = 32;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    @Parameters(paramLabel = "NAME", description = "a name for the key, shown in the access log")
    private String name = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (!NAME.matcher(name).matches()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "NAME: expected at most 100 letters, digits, dots, dashes and underscores, beginning with a letter or"
                            + " digit");
        }
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String key = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        PrintWriter out = spec.commandLine().getOut();
        out.println("for clients:    " + key);
        out.println("for the server: " + name + ":" + Sha256.hex(key.getBytes(StandardCharsets.UTF_8)));
        return 0;
    }
}
