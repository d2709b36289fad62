# enable-template
# The embedded Temporal server: the stock production server on PostgreSQL, for this machine only. It reads what differs
# from clone to clone from its environment (temporal/environment.ts). Ports follow TEMPORAL_PORT = P: gRPC of frontend P,
# history P+1, matching P+2, worker P+6; membership P+3, P+4, P+5, P+7.
{{- $port := env "TEMPORAL_FIRST_PORT" | atoi }}
log:
  stdout: true
  level: warn

persistence:
  defaultStore: main
  visibilityStore: visibility
  numHistoryShards: 4
  datastores:
    main:
      sql: &sql
        pluginName: postgres12
        databaseName: {{ env "SQL_MAIN" | quote }}
        connectAddr: {{ env "SQL_ADDRESS" | quote }}
        connectProtocol: tcp
        user: {{ env "SQL_USER" | quote }}
        password: {{ env "SQL_PASSWORD" | quote }}
        maxConns: 12
        maxIdleConns: 12
        maxConnLifetime: 1h
        tls:
          enabled: {{ env "SQL_TLS" | default "false" }}
          enableHostVerification: {{ env "SQL_TLS_VERIFY" | default "false" }}
          serverName: {{ env "SQL_HOST" | quote }}
          caFile: {{ env "SQL_TLS_CA_FILE" | quote }}
    visibility:
      sql:
        <<: *sql
        databaseName: {{ env "SQL_VISIBILITY" | quote }}
        maxConns: 4
        maxIdleConns: 4

global:
  membership:
    maxJoinDuration: 30s
    broadcastAddress: 127.0.0.1

services:
  frontend:
    rpc: { grpcPort: {{ $port }}, membershipPort: {{ add $port 3 }}, bindOnLocalHost: true }
  history:
    rpc: { grpcPort: {{ add $port 1 }}, membershipPort: {{ add $port 4 }}, bindOnLocalHost: true }
  matching:
    rpc: { grpcPort: {{ add $port 2 }}, membershipPort: {{ add $port 5 }}, bindOnLocalHost: true }
  worker:
    rpc: { grpcPort: {{ add $port 6 }}, membershipPort: {{ add $port 7 }}, bindOnLocalHost: true }

clusterMetadata:
  enableGlobalNamespace: false
  failoverVersionIncrement: 10
  masterClusterName: active
  currentClusterName: active
  clusterInformation:
    active:
      enabled: true
      initialFailoverVersion: 1
      rpcName: frontend
      rpcAddress: 127.0.0.1:{{ $port }}

dcRedirectionPolicy:
  policy: noop

dynamicConfigClient:
  filepath: temporal/dynamic-config.yaml
  pollInterval: 60s
