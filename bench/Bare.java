import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * The least that a servlet on the same server can do: it reads the body and sends a fixed answer. {@code java -cp …
 * Bare.java PORT ANSWER}, with the default thread pool and connector. With a third argument, the servlet runs in the
 * threads of this number of selectors.
 */
public final class Bare {

    private Bare() {}

    public static void main(String[] arguments) throws Exception {
        byte[] answer = Files.readAllBytes(Path.of(arguments[1]));
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new Fixed(answer)), "/*");
        Server server = new Server();
        int selectors = arguments.length > 2 ? Integer.parseInt(arguments[2]) : -1;
        ServerConnector connector = new ServerConnector(server, -1, selectors);
        connector.setHost("127.0.0.1");
        connector.setPort(Integer.parseInt(arguments[0]));
        server.addConnector(connector);
        server.setHandler(selectors < 0 ? context : new OnSelector(context));
        server.start();
        server.join();
    }

    private static final class Fixed extends HttpServlet {

        private final transient byte[] answer;

        Fixed(byte[] answer) {
            this.answer = answer;
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            request.getInputStream().readNBytes(request.getContentLength());
            response.setContentType("application/json");
            response.setContentLength(answer.length);
            response.getOutputStream().write(answer);
        }
    }

    private static final class OnSelector extends Handler.Wrapper {

        OnSelector(Handler handler) {
            super(handler);
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }
}
