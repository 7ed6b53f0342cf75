# syntax=docker/dockerfile:1
#
# Onward in the official Jetty image: docker build -t onward . && docker run --rm -p 8080:8080 onward
#
# For readers who come from "FROM python … COPY . . RUN pip install … CMD flask run": each instruction below says which
# line of such a file it stands for.

# The server that runs the application, as gunicorn would be. Any tag that is based on Debian or Ubuntu does; the Alpine
# ones do not, since ONNX Runtime is built against glibc.
ARG JETTY_IMAGE=jetty:12.1-jdk25

# --- Build: "pip install" happens here, and nothing of it stays in the image but its results.
FROM ${JETTY_IMAGE} AS build
USER root
# As in Python: WORKDIR is "cd", for this and all later lines.
WORKDIR /build
# First what changes seldom, so that a change of code does not download the libraries again: like copying
# requirements.txt before the rest.
COPY .mvn .mvn
COPY mvnw pom.xml ./
RUN ./mvnw -B -q dependency:go-offline
COPY model.onnx LICENSE ./
COPY webapp webapp
COPY src/main src/main
# The exploded WAR, in two halves: libraries, which seldom change, and the application, which does. What only
# "java -jar" needs is left out: here Jetty is the server.
RUN ./mvnw -B -q package -Dmaven.test.skip=true \
 && mkdir -p /layers/libraries/WEB-INF /layers/application \
 && cd /layers/application && jar -xf /build/target/onward.war \
 && rm -rf WEB-INF/server dev \
 && mv WEB-INF/lib /layers/libraries/WEB-INF/lib

# --- The image.
FROM ${JETTY_IMAGE}

# Shown by registries and by "docker inspect"; a Python image has the same labels.
LABEL org.opencontainers.image.title="Onward" \
      org.opencontainers.image.description="An ONNX model of tabular data as a web application" \
      org.opencontainers.image.licenses="Apache-2.0"

# "pip install gunicorn": the base has the server but not what deploys a WAR. "graceful" lets requests finish when the
# container is stopped. The last command writes the final java command line down, so that no start computes it again and
# a read-only container can start at all; JAVA_OPTIONS is ignored from then on, use JDK_JAVA_OPTIONS.
RUN java -jar "$JETTY_HOME/start.jar" --add-modules=ee10-webapp,ee10-deploy,graceful \
 && /generate-jetty-start.sh java -jar /usr/local/jetty/start.jar

# "COPY . .", libraries first: a change of code sends kilobytes, and not ONNX Runtime again.
COPY --from=build --chown=jetty:jetty /layers/libraries/ /var/lib/jetty/webapps/ROOT/
COPY --from=build --chown=jetty:jetty /layers/application/ /var/lib/jetty/webapps/ROOT/

# "ENV": settings; every one of them is a variable, see the README. The JDK needs to be told that native code is meant.
# Docker kills after 10 seconds: 5 are Jetty's own to let requests finish, and 4 the application's.
ENV JDK_JAVA_OPTIONS="--enable-native-access=ALL-UNNAMED" \
    ONWARD_DRAIN=4

# "EXPOSE 5000": the port that the application listens on inside; "-p 8080:8080" opens it outside.
EXPOSE 8080

# Not root, and the same user that the base runs as.
USER jetty

# Healthy once the model is loaded and has reproduced its golden rows. The base has bash but need not have curl.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]

# "CMD flask run" is inherited: the base's entry point starts Jetty as process 1, which hears SIGTERM.
