import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;

/**
 * Prints the list of classes from which the JVM creates the start-up archive of the image: those of the JDK's own list,
 * all of Jetty's and those of the libraries that are used. Nothing runs for it, so the list depends on these files
 * only.
 */
public final class ClassList {

    /**
     * Parts of the libraries of which nothing or next to nothing is loaded, and which would only take memory: Javassist,
     * which OGNL needs to compile expressions, and Protobuf's own messages, its lite and its text format.
     */
    private static final Pattern HARDLY_USED =
            Pattern.compile("javassist/.*|com/google/protobuf/(compiler/|(DescriptorProtos|JavaFeaturesProto|TextFormat"
                    + "|GeneratedMessageLite|\\w*Schema|\\w*Value|Any|Api|Duration|Empty|Enum|Field|FieldMask|Method|Mixin"
                    + "|Option|SourceContext|Struct|Timestamp|Type)(OrBuilder)?(\\$|$)).*");

    private static final Pattern CALL = Pattern.compile("(?m)= InvokeDynamic .*// #(\\d+):(\\S+):(\\S+)$");

    private static final Pattern LAMBDA = Pattern.compile(
            "(?m)^ +(\\d+): #\\d+ REF_invokeStatic java/lang/invoke/LambdaMetafactory\\.metafactory:.*\\R"
                    + " +Method arguments:\\R"
                    + " +#\\d+ (\\S+)\\R +#\\d+ (REF_\\w+) (\\S+)\\.(\\S+):(\\S+)\\R +#\\d+ (\\S+)$");

    private final Map<Class<?>, Integer> ids = new LinkedHashMap<>();
    private final ClassLoader application;

    private ClassList(ClassLoader application) {
        this.application = application;
    }

    /** Takes the file with the command that starts Jetty, and the folder of the libraries. */
    public static void main(String[] arguments) throws IOException {
        String command = Files.readString(Path.of(arguments[0]));
        List<Path> server = jars(command, " --class-path (\\S+)");
        List<Path> libraries = jars(command, " -cp (\\S+)");
        try (DirectoryStream<Path> folder = Files.newDirectoryStream(Path.of(arguments[1]), "*.jar")) {
            folder.forEach(libraries::add);
        }
        List<String> ofJdk = Files.readAllLines(Path.of(System.getProperty("java.home"), "lib", "classlist"));

        URLClassLoader jetty = new URLClassLoader(urls(server), ClassLoader.getPlatformClassLoader());
        ClassList list = new ClassList(new ApplicationLoader(urls(libraries), jetty));
        list.add(Object.class);
        for (String line : ofJdk) {
            if (!line.startsWith("#") && !line.startsWith("@")) {
                list.add(line.replaceFirst(" .*", ""), jetty);
            }
        }
        TreeSet<String> ofJetty = classes(server);
        ofJetty.forEach(name -> list.add(name, jetty));
        classes(libraries).stream()
                .filter(name -> !HARDLY_USED.matcher(name).matches())
                .forEach(name -> list.add(name, list.application));
        ofJdk.stream().filter(line -> line.startsWith("@")).forEach(System.out::println);
        printLambdas(server, ofJetty);
    }

    /** Prefers the application's own libraries to those of the server, as Jetty does. */
    private static final class ApplicationLoader extends URLClassLoader {

        ApplicationLoader(URL[] urls, ClassLoader jetty) {
            super(urls, jetty);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null) {
                    return loaded;
                }
                try {
                    return findClass(name);
                } catch (ClassNotFoundException e) {
                    return super.loadClass(name, resolve);
                }
            }
        }
    }

    private static List<Path> jars(String command, String option) {
        List<Path> jars = new ArrayList<>();
        Matcher paths = Pattern.compile(option).matcher(command);
        while (paths.find()) {
            for (String path : paths.group(1).split(File.pathSeparator)) {
                if (path.endsWith(".jar")) {
                    jars.add(Path.of(path));
                }
            }
        }
        return jars;
    }

    private static URL[] urls(List<Path> jars) throws IOException {
        URL[] urls = new URL[jars.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = jars.get(i).toUri().toURL();
        }
        return urls;
    }

    /** Their internal names, such as {@code java/lang/Object}. */
    private static TreeSet<String> classes(List<Path> jars) throws IOException {
        TreeSet<String> names = new TreeSet<>();
        for (Path jar : jars) {
            try (JarFile file = new JarFile(jar.toFile())) {
                file.stream()
                        .map(entry -> entry.getName())
                        .filter(name -> name.endsWith(".class")
                                && !name.startsWith("META-INF/")
                                && !name.endsWith("-info.class"))
                        .forEach(name -> names.add(name.replaceFirst("\\.class$", "")));
            }
        }
        return names;
    }

    private void add(String name, ClassLoader loader) {
        try {
            add(Class.forName(name.replace('/', '.'), false, loader));
        } catch (ClassNotFoundException | LinkageError e) {
            // It uses a library that the application does not have.
        }
    }

    /** Prints a class after its supertypes, as the JVM requires. */
    private int add(Class<?> type) {
        Integer known = ids.get(type);
        if (known != null) {
            return known;
        }
        int supertype = type.getSuperclass() == null ? 0 : add(type.getSuperclass());
        StringBuilder interfaces = new StringBuilder();
        for (Class<?> each : type.getInterfaces()) {
            interfaces.append(' ').append(add(each));
        }
        int id = ids.size();
        ids.put(type, id);
        String line = type.getName().replace('.', '/') + " id: " + id;
        if (type.getClassLoader() == application) {
            line += " super: " + supertype + (interfaces.length() == 0 ? "" : " interfaces:" + interfaces)
                    + " source: "
                    + type.getProtectionDomain().getCodeSource().getLocation().getPath();
        }
        System.out.println(line);
        return id;
    }

    /** Prints the lambda expressions and method references of classes, for which the JVM otherwise makes classes. */
    private static void printLambdas(List<Path> jars, TreeSet<String> classes) {
        List<String> arguments = new ArrayList<>(List.of("-v", "-p", "-cp"));
        arguments.add(jars.stream().map(Path::toString).reduce("", (a, b) -> a + File.pathSeparator + b));
        classes.forEach(name -> arguments.add(name.replace('/', '.')));
        StringWriter out = new StringWriter();
        ToolProvider.findFirst("javap")
                .orElseThrow()
                .run(new PrintWriter(out), new PrintWriter(System.err), arguments.toArray(String[]::new));
        TreeSet<String> lines = new TreeSet<>();
        for (String text : out.toString().split("(?m)^Classfile ")) {
            String name = text.replaceFirst("(?s).*?\\.jar!/(\\S+)\\.class\\R.*", "$1");
            Map<String, String> lambdas = new HashMap<>();
            LAMBDA.matcher(text).results().forEach(lambda -> {
                String method = "%s %s %s %s".formatted(lambda.group(3), lambda.group(4), lambda.group(5), lambda.group(6));
                lambdas.put(lambda.group(1), lambda.group(2) + " " + method.replace("\"", "") + " " + lambda.group(7));
            });
            CALL.matcher(text).results().forEach(call -> {
                String lambda = lambdas.get(call.group(1));
                if (lambda != null) {
                    lines.add("@lambda-proxy " + name + " " + call.group(2) + " " + call.group(3) + " " + lambda);
                }
            });
        }
        lines.forEach(System.out::println);
    }
}
