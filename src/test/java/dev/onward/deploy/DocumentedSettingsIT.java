package dev.onward.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Documents;
import dev.onward.OnwardProcess;
import dev.onward.OnwardProcess.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HAProxy and Prometheus take the changes to their files in deploy that the documents show. Needs openssl. */
@Tag("deploy")
class DocumentedSettingsIT {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void givesTheProxyACertificate() throws IOException {
        String plain = "bind \"${PROXY_BIND-:8080}\"";
        String documented = Documents.block("docs/deploy.md", "ssl crt").strip();
        String configuration = Files.readString(HaProxy.CONFIGURATION);
        assertThat(configuration).contains(plain);
        assertThat(Files.readString(Path.of("docs/deploy.md"))).contains("`" + plain + "`");
        Path certificate = folder.resolve("onward.pem");
        Path changed = Files.writeString(
                folder.resolve("haproxy.cfg"),
                configuration.replace(
                        plain, documented.replace("/usr/local/etc/haproxy/onward.pem", certificate.toString())));

        Ended without = OnwardProcess.execute(List.of(Programs.haproxy(), "-c", "-f", changed.toString()), Map.of());
        makeCertificate(certificate);
        Ended with = OnwardProcess.execute(List.of(Programs.haproxy(), "-c", "-f", changed.toString()), Map.of());

        assertThat(without.err()).contains(certificate.toString());
        assertThat(without.exit()).isNotZero();
        assertThat(with.exit()).as(with.err()).isZero();
    }

    /** With its private key in the same file. */
    private void makeCertificate(Path file) throws IOException {
        Path key = folder.resolve("key.pem");
        Path certificate = folder.resolve("certificate.pem");
        Ended made = OnwardProcess.execute(
                List.of(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-subj",
                        "/CN=onward",
                        "-keyout",
                        key.toString(),
                        "-out",
                        certificate.toString()),
                Map.of());
        assertThat(made.exit()).as(made.err()).isZero();
        Files.writeString(file, Files.readString(certificate) + Files.readString(key));
    }

    @Test
    void givesPrometheusAKey() throws IOException {
        Path key = folder.resolve("onward.key");
        String documented = Documents.block("docs/operations.md", "credentials_file")
                .replace("/etc/prometheus/onward.key", key.toString());
        String job = "  - job_name: onward\n";
        String configuration = Files.readString(Path.of("deploy/prometheus.yml"));
        assertThat(configuration).contains(job);
        Path rules = Path.of("deploy/prometheus/alerts.yml").toAbsolutePath();
        Path changed = Files.writeString(
                folder.resolve("prometheus.yml"),
                configuration
                        .replace("prometheus/alerts.yml", rules.toString())
                        .replace(job, job + documented.indent(4)));

        Ended without = check(changed);
        Files.writeString(key, "secret");
        Ended with = check(changed);

        assertThat(without.err()).contains(key.toString());
        assertThat(without.exit()).isNotZero();
        assertThat(with.exit()).as(with.err()).isZero();
    }

    private static Ended check(Path configuration) {
        return OnwardProcess.execute(
                List.of(Programs.promtool(), "check", "config", configuration.toString()), Map.of());
    }
}
